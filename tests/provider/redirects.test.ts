/** Where a visitor is sent: never to another site, and never with what is protected. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SHOP } from './visitor.ts'
import { open, PROTECTED } from './world.ts'

/** Spellings of other sites, of scripts, and of what only looks like a path. */
const OFF_ORIGIN: readonly string[] = [
  'https://evil.example',
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example',
  '/%5cevil.example',
  '/%5C%5Cevil.example',
  '/%2f%2fevil.example',
  '/%2Fevil.example',
  '/%252fevil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/a/../..//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'http:\\\\evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'evil.example',
  '.evil.example',
  '@evil.example',
  ':80@evil.example',
  'https://shop.example@evil.example',
  'https://shop.example:pw@evil.example',
  'https://user@shop.example/',
  'https://shop.example.evil.example',
  'https://evil-shop.example',
  'https://shop.examplé/',
  'http://shop.example/',
  'https://shop.example:8443/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://shop.example/x',
  'file:///etc/passwd',
  '/\u0000/evil.example',
  '\uff0f\uff0fevil.example',
  '/x\r\nset-cookie: a=b',
  '/x%0d%0aset-cookie:%20a=b',
]

describe('a return address off the origin becomes the default page', () => {
  for (const address of OFF_ORIGIN) {
    test(JSON.stringify(address), async (t) => {
      const world = await open(t)
      const query = new URLSearchParams({ returnTo: address })
      const visitor = world.visitor()
      const callback = await visitor.callback(`/auth/login?${query}`)
      const answer = await visitor.send(callback)
      assert.equal(answer.status, 302)
      assertOurs(answer.location)
      const logout = await visitor.send(`/auth/logout?${query}`, { from: 'https://evil.example' })
      assert.doesNotMatch(logout.body, /value="[^"]*evil/)
      const ended = await visitor.send(`/auth/logout?${query}`, { method: 'POST', from: SHOP })
      const state = new URL(ended.location).searchParams.get('state')
      assertOurs((await visitor.send(`/auth/logged-out?state=${state}`)).location)
      const hidden = { method: 'POST', from: SHOP, form: { returnTo: address } }
      const again = await world.signedIn()
      const posted = new URL((await again.send('/auth/logout', hidden)).location)
      const back = await again.send(`/auth/logged-out?state=${posted.searchParams.get('state')}`)
      assertOurs(back.location)
    })

    test(`${JSON.stringify(address)} from the hook afterLogin`, async (t) => {
      const afterLogin = () => ({ returnTo: address })
      const world = await open(t, { pass: { hooks: { afterLogin } } })
      const visitor = world.visitor()
      assertOurs((await visitor.send(await visitor.callback())).location)
    })
  }

  test('the return of a refresh', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    for (const address of OFF_ORIGIN) {
      const query = new URLSearchParams({ returnTo: address })
      const answer = await visitor.send(`/auth/refresh?${query}`, { method: 'POST', from: SHOP })
      assertOurs(answer.location)
      world.now += 70
    }
  })

  test('the path that was asked for, in a spelling that names another site', async (t) => {
    const world = await open(t, { pass: { guard: { default: 'login' } } })
    for (const path of [
      '//evil.example',
      '///evil.example/x',
      '/.//evil.example',
      '/x/..//evil.example',
    ]) {
      const visitor = world.visitor()
      const answer = await visitor.send(path)
      if (answer.status === 400) continue
      assert.equal(new URL(answer.location).origin, SHOP)
      const login = await visitor.callback(answer.location.slice(SHOP.length))
      assertOurs((await visitor.send(login)).location)
    }
  })

  test('two return addresses are a 400 page', async (t) => {
    const world = await open(t)
    const answer = await world.visitor().send('/auth/login?returnTo=/a&returnTo=//evil.example')
    assert.equal(answer.status, 400)
  })

  for (const path of ['/auth/login', '/auth/callback', '/auth/logout', '/auth/logged-out']) {
    test(`a return to ${path} would go round in circles, and leads home`, async (t) => {
      const world = await open(t)
      const visitor = world.visitor()
      const callback = await visitor.callback(`/auth/login?returnTo=${path}?x=1`)
      assert.equal((await visitor.send(callback)).location, `${SHOP}/`)
    })
  }
})

describe('what is protected', () => {
  test('does not leak in the body of a redirect or a refusal, whatever the method', async (t) => {
    const world = await open(t, { pass: { guard: { default: 'public', rules: [] } } })
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      for (const path of ['/me', '/staff', '/admin']) {
        const answer = await world.visitor().send(path, { method })
        assert.ok([302, 303, 401].includes(answer.status), `${method} ${path}: ${answer.status}`)
        assert.ok(!answer.body.includes(PROTECTED))
        if (answer.location !== '') assert.equal(answer.body, '')
      }
    }
  })

  test('does not leak to those without the group', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    for (const mode of ['navigate', 'cors'] as const) {
      const answer = await visitor.send('/admin', { mode })
      assert.equal(answer.status, 403)
      assert.ok(!answer.body.includes(PROTECTED))
    }
  })

  test('is kept by no cache, so that Back does not show it after a logout', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const page = await visitor.send('/me')
    assert.match(page.headers.get('cache-control') ?? '', /no-store/)
  })

  test('a redirect to the login is 302 for GET and 303 for the rest, never 307', async (t) => {
    const world = await open(t)
    assert.equal((await world.visitor().send('/me')).status, 302)
    assert.equal((await world.visitor().send('/me', { method: 'POST', from: SHOP })).status, 303)
  })
})

function assertOurs(location: string): void {
  const url = new URL(location)
  assert.equal(url.origin, SHOP, location)
  assert.equal(`${url.pathname}${url.search}`, '/', location)
}
