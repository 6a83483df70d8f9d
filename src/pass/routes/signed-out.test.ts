/** The sign-in page and the signed-out page for visitors with a session, at a real provider's end. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { headerOf, routesOf } from '../../../tests/support/routes-of.ts'

const OWN = { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' } }
const PAGES = { signInPage: true, signedOutPage: true }

describe('pages before a login and after a sign-out', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  test('whoever is signed in goes straight on, unless a newer login is asked for', async () => {
    const { signIn, ask } = routesOf(provider, PAGES)
    await signIn()
    const on = await ask('/auth/sign-in?returnTo=/account')
    assert.equal(headerOf(on, 'location'), '/account')
    for (const more of ['max_age=60', 'acr_values=mfa', 'prompt=login']) {
      assert.equal((await ask(`/auth/sign-in?returnTo=/account&${more}`)).status, 200, more)
    }
    assert.equal(headerOf(await ask('/auth/logged-out'), 'location'), '/')
  })

  test('a sign-out ends at the page, whether the provider has its own logout or not', async () => {
    const without = routesOf(provider, PAGES)
    await without.signIn()
    assert.equal(headerOf(await without.ask('/auth/logout', OWN), 'location'), '/auth/logged-out')
    assert.match((await without.ask('/auth/logged-out')).body ?? '', /You are signed out/)

    provider.announce({ end_session_endpoint: `${provider.issuer}/end` })
    const { signIn, ask } = routesOf(provider, PAGES)
    await signIn()
    const away = new URL(headerOf(await ask('/auth/logout', OWN), 'location'))
    const back = await ask(`/auth/logged-out?state=${away.searchParams.get('state')}`)
    assert.equal(headerOf(back, 'location'), '/auth/logged-out')
    assert.match((await ask('/auth/logged-out')).body ?? '', /You are signed out/)
  })

  test('a sign-out that names another page still goes there', async () => {
    const { signIn, ask } = routesOf(provider, PAGES)
    await signIn()
    assert.equal(headerOf(await ask('/auth/logout?returnTo=/bye', OWN), 'location'), '/bye')
  })
})
