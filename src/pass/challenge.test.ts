import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parts } from '../../tests/exchange-of.ts'
import { SCRIPT, serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import type { Access } from '../guard/access.ts'
import type { Reply } from '../http/exchange.ts'
import type { HallpassOptions, Refusal } from './options.ts'

/** What a visitor gets who asks for this; signed in or not. */
async function asked(
  parts: Parts,
  access: Access = 'login',
  { signedIn = false, ...options }: Partial<HallpassOptions> & { signedIn?: boolean } = {},
): Promise<Reply> {
  const service = serviceOf(options)
  if (signedIn) service.keep(sessionOf({ login: loginOf() }))
  const reply = await (await service.visitor(parts)).check(access)
  assert.ok(reply, 'refused')
  return reply
}

const header = ({ headers }: Reply, name: string) => headers.find(([one]) => one === name)?.[1]
const locationOf = (reply: Reply) => new URL(header(reply, 'location') ?? '', 'https://x')

describe('the answer to a visitor who must sign in', () => {
  test('is a redirect to the login for a page, which comes back there', async () => {
    const reply = await asked({ url: '/cart?a=1&b=%2F' })
    assert.equal(reply.status, 302)
    assert.equal(reply.reason, 'login_required')
    assert.equal(reply.body, undefined)
    assert.equal(header(reply, 'cache-control'), 'no-store')
    const { pathname, searchParams } = locationOf(reply)
    assert.equal(pathname, '/auth/login')
    assert.deepEqual([...searchParams], [['returnTo', '/cart?a=1&b=%2F']])
  })

  test('makes a GET of a POST', async () => {
    assert.equal((await asked({ method: 'POST', url: '/cart' })).status, 303)
  })

  test('is a 401 that a script can read, with the way to the login from its page', async () => {
    const referer = 'https://shop.example/page?x=1'
    const reply = await asked({ url: '/api', headers: { ...SCRIPT, referer } })
    assert.equal(reply.status, 401)
    assert.equal(header(reply, 'www-authenticate'), 'Bearer realm="hallpass"')
    assert.match(header(reply, 'content-type') ?? '', /application\/problem\+json/)
    const { code, login } = JSON.parse(reply.body ?? '')
    assert.equal(code, 'login_required')
    assert.equal(login, '/auth/login?returnTo=%2Fpage%3Fx%3D1')
  })

  test('leads home where the page of the script is not ours', async () => {
    for (const referer of ['https://evil.example/', '//evil.example', 'x']) {
      const reply = await asked({ url: '/api', headers: { ...SCRIPT, referer } })
      assert.equal(JSON.parse(reply.body ?? '').login, '/auth/login?returnTo=%2F')
    }
  })

  test('starts no login for a page that is loaded ahead', async () => {
    assert.equal((await asked({ headers: { 'sec-purpose': 'prefetch' } })).status, 401)
  })

  test('asks for what is missing where the login is too old or too weak', async () => {
    const access = { maxAge: 60, acr: ['gold', 'silver'] }
    const page = await asked({ url: '/pay' }, access, { signedIn: true })
    assert.deepEqual(Object.fromEntries(locationOf(page).searchParams), {
      returnTo: '/pay',
      max_age: '60',
      acr_values: 'gold silver',
    })
    const script = await asked({ headers: SCRIPT }, access, { signedIn: true })
    assert.equal(script.status, 401)
    assert.equal(JSON.parse(script.body ?? '').code, 'reauthentication_required')
    assert.equal(
      header(script, 'www-authenticate'),
      'Bearer realm="hallpass", error="insufficient_user_authentication", max_age="60", acr_values="gold silver"',
    )
  })

  test('breaks out of no quotes', async () => {
    const reply = await asked({ headers: SCRIPT }, { acr: 'a"b\\' }, { signedIn: true })
    assert.match(header(reply, 'www-authenticate') ?? '', /acr_values="ab"$/)
  })
})

describe('the answer to a visitor who may not', () => {
  test('is a page with a way out, or a problem', async () => {
    const page = await asked({ url: '/admin' }, { group: 'admin' }, { signedIn: true })
    assert.equal(page.status, 403)
    assert.match(page.body ?? '', /href="\/"/)
    assert.match(page.body ?? '', /href="\/auth\/login\?returnTo=%2Fadmin&amp;prompt=login"/)
    const problem = await asked({ headers: SCRIPT }, 'deny')
    assert.equal(problem.status, 403)
    assert.equal(JSON.parse(problem.body ?? '').code, 'forbidden')
  })
})

describe('handlers', () => {
  test('may answer instead, and see who was refused what', async () => {
    const seen: Refusal[] = []
    const own = (refusal: Refusal): Reply => {
      seen.push(refusal)
      return { status: 418, headers: [], body: 'own' }
    }
    const handlers = { unauthenticated: own, forbidden: async (refusal: Refusal) => own(refusal) }
    assert.equal((await asked({ url: '/a' }, 'login', { handlers })).status, 418)
    assert.equal((await asked({}, 'deny', { handlers, signedIn: true })).body, 'own')
    assert.deepEqual(
      seen.map(({ error, reply, visitor }) => [error.code, reply.status, visitor?.user?.sub]),
      [
        ['login_required', 302, undefined],
        ['forbidden', 403, 'user-1'],
      ],
    )
  })
})
