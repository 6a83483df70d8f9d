import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { headerOf, routesOf } from '../../../tests/support/routes-of.ts'
import { isSignOutPage } from './sign-out.ts'

const ROUTES = { logout: '/bye', loggedOut: '/bye' }
const OWN = { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' } }

describe('logout and loggedOut as one path', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    provider.announce({ end_session_endpoint: `${provider.issuer}/end` })
  })
  afterEach(() => provider.close())

  test('ends the session, and comes back to the same path without the state', async () => {
    const { signIn, ask } = routesOf(provider, { routes: ROUTES })
    await signIn()
    const away = new URL(headerOf(await ask('/bye', OWN), 'location'))
    assert.equal(away.searchParams.get('post_logout_redirect_uri'), 'https://shop.example/bye')
    const state = away.searchParams.get('state')
    assert.equal(headerOf(await ask(`/bye?state=${state}`), 'location'), '/bye')
  })

  test('goes on to another page if asked to, and never by a state that is not its own', async () => {
    const { signIn, ask } = routesOf(provider, { routes: ROUTES })
    await signIn()
    const away = new URL(headerOf(await ask('/bye?returnTo=/shop', OWN), 'location'))
    assert.equal(headerOf(await ask('/bye?state=other'), 'location'), '/bye')
    await signIn()
    const again = new URL(headerOf(await ask('/bye?returnTo=/shop', OWN), 'location'))
    assert.notEqual(again.searchParams.get('state'), away.searchParams.get('state'))
    const back = await ask(`/bye?state=${again.searchParams.get('state')}`)
    assert.equal(headerOf(back, 'location'), '/shop')
  })

  test('is the page of the app for a GET without a state, and elsewhere it never is', () => {
    const { core, request } = routesOf(provider, { routes: ROUTES })
    const isPage = (url: string, method = 'GET') => isSignOutPage(core, request({ url, method }))
    assert.equal(isPage('/bye'), true)
    assert.equal(isPage('/bye?x=1', 'HEAD'), true)
    assert.equal(isPage('/bye', 'POST'), false)
    assert.equal(isPage('/bye?state='), false)
    assert.equal(isPage('/other'), false)
    const apart = routesOf(provider)
    assert.equal(isSignOutPage(apart.core, apart.request({ url: '/auth/logout' })), false)
  })
})
