/** The provider's answer at the callback: state, issuer, duplicates, errors, replays. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Visitor } from './visitor.ts'
import { assertRefused, open, type World } from './world.ts'

/** Changes the address of the callback before the browser goes there. */
async function tampered(
  visitor: Visitor,
  change: (query: URLSearchParams) => void,
): Promise<string> {
  const url = new URL(await visitor.callback())
  change(url.searchParams)
  return `${url.pathname}?${url.searchParams}`
}

function assertNoTokenCall(world: World): void {
  assert.deepEqual(world.provider.callsOf('token'), [], 'no token call')
  assert.deepEqual(world.provider.callsOf('userinfo'), [])
}

type Tampering = readonly [name: string, change: (query: URLSearchParams) => void, code: string]

const TAMPERED: readonly Tampering[] = [
  ['missing state', (q) => q.delete('state'), 'state_missing'],
  ['empty state', (q) => q.set('state', ''), 'state_missing'],
  ['invalid state', (q) => q.set('state', 'x'.repeat(43)), 'state_unknown'],
  ['state with something added', (q) => q.set('state', `${q.get('state')}1`), 'state_unknown'],
  [
    'state that only begins as ours',
    (q) => q.set('state', `${q.get('state')?.slice(0, 10)}${'A'.repeat(33)}`),
    'state_unknown',
  ],
  ['state of signs only', (q) => q.set('state', '....'), 'state_unknown'],
  ['state __proto__', (q) => q.set('state', '__proto__'), 'state_unknown'],
  ['duplicated state', (q) => q.append('state', q.get('state') ?? ''), 'duplicate_parameter'],
  ['duplicated code', (q) => q.append('code', 'another'), 'duplicate_parameter'],
  ['duplicated iss', (q) => q.append('iss', 'https://evil.example'), 'duplicate_parameter'],
  ['duplicated error', (q) => ['a', 'b'].map((e) => q.append('error', e)), 'duplicate_parameter'],
  ['wrong iss', (q) => q.set('iss', 'https://evil.example'), 'issuer_mismatch'],
  ['iss with 1 appended', (q) => q.set('iss', `${q.get('iss')}1`), 'issuer_mismatch'],
  ['empty iss', (q) => q.set('iss', ''), 'issuer_mismatch'],
  ['removed iss', (q) => q.delete('iss'), 'issuer_mismatch'],
  ['no code', (q) => q.delete('code'), 'callback_invalid'],
  ['empty code', (q) => q.set('code', ''), 'callback_invalid'],
  ['an ID token by the front channel', (q) => q.set('id_token', 'a.b.c'), 'callback_invalid'],
  ['an access token by the front channel', (q) => q.set('token', 'x'), 'callback_invalid'],
  ['a JARM response', (q) => q.set('response', 'a.b.c'), 'callback_invalid'],
]

describe('an answer is rejected without a token call', () => {
  for (const [name, change, code] of TAMPERED) {
    test(name, async (t) => {
      const world = await open(t)
      const visitor = world.visitor()
      const answer = await visitor.send(await tampered(visitor, change))
      await assertRefused(world, visitor, answer, { code })
      assertNoTokenCall(world)
    })
  }

  test('wrong iss, though the provider did not promise one', async (t) => {
    const world = await open(t)
    world.provider.change.metadata = (metadata) => ({
      ...metadata,
      authorization_response_iss_parameter_supported: undefined,
    })
    const visitor = world.visitor()
    const address = await tampered(visitor, (q) => q.set('iss', 'https://evil.example'))
    await assertRefused(world, visitor, await visitor.send(address), { code: 'issuer_mismatch' })
    assertNoTokenCall(world)
  })

  test('no iss is fine where the provider did not promise one', async (t) => {
    const world = await open(t)
    world.provider.change.metadata = ({
      authorization_response_iss_parameter_supported: _,
      ...metadata
    }) => metadata
    world.provider.change.answer = (parameters) => parameters.delete('iss')
    await world.signedIn()
  })

  test('an answer for another browser', async (t) => {
    const world = await open(t)
    const address = await world.visitor().callback()
    const victim = world.visitor()
    await assertRefused(world, victim, await victim.send(address), { code: 'state_unknown' })
    assertNoTokenCall(world)
  })

  test('another login of the same browser: its code under the other state', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const first = new URL(await visitor.callback())
    const second = new URL(await visitor.callback())
    second.searchParams.set('code', first.searchParams.get('code') ?? '')
    const answer = await visitor.send(second.href)
    // Only the provider can tell: the verifier is not that of the code.
    await assertRefused(world, visitor, answer, { code: 'callback_invalid' })
    assert.deepEqual(world.provider.callsOf('userinfo'), [])
  })

  test('replayed: the address of a finished callback again', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    assert.equal((await visitor.send(address)).status, 302)
    const again = await visitor.send(address)
    assert.equal(again.status, 400)
    assert.match(again.body, /state_unknown/)
    assert.equal(world.provider.callsOf('token').length, 1, 'no second token call')
    assert.equal((await visitor.session()).signedIn, true, 'the session stays')
  })

  test('replayed with the transaction cookie of before, by a thief or a double click', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    const cookie = visitor.jar.header(new URL(address), { method: 'GET', navigation: true }) ?? ''
    await visitor.send(address)
    const thief = world.visitor()
    const again = await thief.send(address, { cookie })
    await assertRefused(world, thief, again, { code: 'state_unknown' })
    assert.equal(world.provider.callsOf('token').length, 1, 'no second token call')
  })

  test('expired: sixteen minutes at the provider', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    world.now += 960
    const answer = await visitor.send(address)
    await assertRefused(world, visitor, answer, { code: 'transaction_expired' })
    assertNoTokenCall(world)
  })

  test('a used or refused state is forgotten by the browser', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await tampered(visitor, (q) => q.set('iss', 'https://evil.example'))
    await visitor.send(address)
    assert.deepEqual(visitor.jar.at('https://shop.example/auth/callback'), {})
  })

  for (const method of ['PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
    test(`a ${method} of the callback does nothing`, async (t) => {
      const world = await open(t)
      const visitor = world.visitor()
      const answer = await visitor.send(await visitor.callback(), { method })
      assert.equal(answer.status, 405)
      assertNoTokenCall(world)
    })
  }
})

describe('an error that the provider answered', () => {
  const failed = async (world: World, fields: Readonly<Record<string, string>>) => {
    world.provider.change.answer = (parameters) => {
      parameters.delete('code')
      for (const [name, value] of Object.entries(fields)) parameters.set(name, value)
    }
    const visitor = world.visitor()
    return { visitor, answer: await visitor.send(await visitor.callback()) }
  }

  test('is shown as text, never as HTML', async (t) => {
    const world = await open(t)
    const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>'
    const { visitor, answer } = await failed(world, {
      error: evil,
      error_description: `"'>${evil}`,
    })
    await assertRefused(world, visitor, answer, { code: 'provider_error' })
    assert.doesNotMatch(answer.body, /<img|<script/)
    assert.match(answer.body, /&lt;img/)
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assertNoTokenCall(world)
  })

  test('forges no line of the log', async (t) => {
    const world = await open(t)
    const { answer } = await failed(world, {
      error: 'server_error',
      error_description: 'x\r\n[hallpass] login {"sub":"admin"}\u2028\u001b[2J',
    })
    assert.equal(answer.status, 400)
    const texts = world.lines.map(({ fields }) => String(fields.detail))
    for (const text of texts) assert.match(text, /^[\x20-\x7e]*$/)
  })

  test('is kept short', async (t) => {
    const world = await open(t)
    const { answer } = await failed(world, { error: 'e'.repeat(9000) })
    assert.ok(!answer.body.includes('e'.repeat(400)))
  })

  test('access_denied returns to the public page with a notice', async (t) => {
    const world = await open(t)
    const { visitor, answer } = await failed(world, { error: 'access_denied' })
    assert.equal(answer.status, 302)
    assert.equal(answer.location, 'https://shop.example/?login_error=access_denied')
    assert.equal(visitor.sessionCookie, undefined)
    assertNoTokenCall(world)
  })

  test('with a code beside it signs nobody in', async (t) => {
    const world = await open(t)
    world.provider.change.answer = (parameters) =>
      parameters.set('error', 'temporarily_unavailable')
    const visitor = world.visitor()
    const answer = await visitor.send(await visitor.callback())
    await assertRefused(world, visitor, answer, { code: 'provider_error' })
    assertNoTokenCall(world)
  })

  test('of a provider that is not the one that was asked is not shown', async (t) => {
    const world = await open(t)
    const { visitor, answer } = await failed(world, {
      error: 'planted',
      iss: 'https://evil.example',
    })
    await assertRefused(world, visitor, answer, { code: 'issuer_mismatch' })
    assert.doesNotMatch(answer.body, /planted/)
  })
})
