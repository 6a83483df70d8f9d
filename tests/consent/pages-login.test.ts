import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Access } from '../../src/guard/access.ts'
import { createHallpass } from '../../src/pass/create.ts'
import { START } from '../support/clock.ts'
import { NAVIGATION, optionsOf, serviceOf } from '../support/core-of.ts'
import { readForms } from '../support/forms.ts'
import { loginOf, sessionOf } from '../support/session-of.ts'
import { CONSENT, type PagesWorld, pagesWorld } from './pages-world.ts'

/** The cookie of somebody who signed in by hallpass's login. */
function cookieOf(sub: string): string {
  const { keep, request } = serviceOf({ baseUrl: CONSENT })
  keep(sessionOf({ id: sub, login: loginOf({ user: { sub } }) }))
  return request().header('cookie') ?? ''
}

const signedIn = (t: Parameters<typeof pagesWorld>[0], access: Access): Promise<PagesWorld> => {
  const pass = createHallpass(optionsOf({ baseUrl: CONSENT, now: () => START }))
  return pagesWorld(t, { dashboard: { pass, access } })
}

describe('the dashboard behind the login of hallpass', () => {
  test('sends nobody in, and comes back after the login', async (t) => {
    const pages = await signedIn(t, { group: 'staff' })
    const { world } = pages
    for (const path of ['/dashboard', '/dashboard/log?site=1']) {
      const answer = await pages.browser().send(CONSENT + path)
      const to = new URL(answer.headers.location ?? '', CONSENT)
      assert.equal(to.pathname, '/auth/login')
      assert.equal(to.searchParams.get('returnTo'), path)
    }
    const own = await world.request('/dashboard/sign-in')
    assert.deepEqual([own.status, own.headers.get('location')], [303, '/dashboard'])
    const script = await world.request('/dashboard/chain', { method: 'POST' })
    assert.equal(script.status, 401)
    // A form may not lead to the provider: the policy of its page does not let it.
    const form = { method: 'POST', form: { token: 'x' }, from: CONSENT }
    const posted = await pages.browser().send(`${CONSENT}/dashboard/chain`, form)
    assert.equal(posted.status, 401)
    assert.match(
      posted.body,
      /<a class="button main" href="\/auth\/login\?returnTo=%2Fdashboard%2Fchain">/,
    )
  })

  test('lets in whom the access allows, and nobody else', async (t) => {
    const { world } = await signedIn(t, { group: 'staff' })
    const headers = { ...NAVIGATION, cookie: cookieOf('ada') }
    const page = await world.request('/dashboard', { headers })
    assert.equal(page.status, 200)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    const html = await page.text()
    assert.match(html, /<a class="button small" href="\/auth\/logout">Sign out/)
    assert.doesNotMatch(html, /sign-out/)
    const { world: others } = await signedIn(t, { group: 'admins' })
    assert.equal((await others.request('/dashboard', { headers })).status, 403)
  })

  test('binds forms to who is signed in', async (t) => {
    const { world } = await signedIn(t, 'login')
    const chain = async (cookie: string) => {
      const page = await world.request('/dashboard/chain', { headers: { ...NAVIGATION, cookie } })
      return readForms(await page.text(), CONSENT).at(-1)?.fields.token ?? ''
    }
    const [ada, bob] = [cookieOf('ada'), cookieOf('bob')]
    const send = async (cookie: string, token: string) => {
      const body = new URLSearchParams({ token })
      const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin', cookie }
      return (await world.request('/dashboard/chain', { method: 'POST', headers, body })).status
    }
    assert.equal(await send(ada, await chain(ada)), 303)
    assert.equal(await send(bob, await chain(ada)), 403)
  })

  test('asks nobody to sign in where the access is public', async (t) => {
    const { world } = await signedIn(t, 'public')
    const page = await world.request('/dashboard', { headers: NAVIGATION })
    assert.equal(page.status, 200)
    assert.doesNotMatch(await page.text(), /Sign out/)
  })
})
