/** When the client renews its token: before its end, after a 401, once however many wait. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  createTokenClient,
  type TokenClient,
  type TokenClientOptions,
} from '../../src/tokens-client.ts'
import { PASSWORDS } from '../support/token-service.ts'
import { type ClientWorld, clientWorld } from './service.ts'

let world: ClientWorld
let ended = 0
const una = { username: 'una', password: PASSWORDS.una ?? '' }

beforeEach(async () => {
  world = await clientWorld()
  ended = 0
})
afterEach(() => world.close())

const clientOf = (change: Partial<TokenClientOptions> = {}): TokenClient =>
  createTokenClient({
    baseUrl: world.origin,
    now: world.service.clock.now,
    onLoginRequired: () => {
      ended += 1
    },
    ...change,
  })

async function signedIn(change: Partial<TokenClientOptions> = {}): Promise<TokenClient> {
  const client = clientOf(change)
  await client.login(una)
  return client
}

const pass = (seconds: number) => {
  world.service.clock.time += seconds
}

test('a login, a request with the token, a logout', async () => {
  const client = clientOf()
  assert.deepEqual([client.signedIn, client.claims], [false, undefined])
  await client.login(una)
  assert.equal(client.signedIn, true)
  assert.equal(client.claims?.sub, 'una')
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(await client.logout(), true)
  assert.equal(client.signedIn, false)
  assert.deepEqual(await world.service.refreshTokens.list('una'), [])
  assert.deepEqual(world.asked, ['POST /login', 'GET /me', 'POST /logout'])
  assert.equal(ended, 0)
})

describe('one renewal', () => {
  test('for fifty requests at once over a token that ran out', async () => {
    const client = await signedIn()
    pass(3600)
    const all = await Promise.all(Array.from({ length: 50 }, () => client.fetch('/me')))
    assert.deepEqual([...new Set(all.map(({ status }) => status))], [200])
    assert.equal(world.count('POST /renew'), 1)
    assert.equal(world.count('GET /me'), 50)
  })

  test('for fifty requests at once that got 401, each sent again with its body', async () => {
    // The clock of the client stands still.
    const client = await signedIn({ now: () => 0 })
    pass(3600)
    const bodies = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const response = await client.fetch('/me', { method: 'POST', body: `${index}` })
        return (await response.json()).body
      }),
    )
    assert.deepEqual(
      bodies,
      Array.from({ length: 50 }, (_, index) => `${index}`),
    )
    assert.equal(world.count('POST /renew'), 1)
    assert.equal(world.count('POST /me'), 100)
  })
})

test('a clock that is wrong by years renews nothing before its time', async () => {
  for (const wrong of [-1e9, 1e9]) {
    const client = await signedIn({ now: () => world.service.clock.time + wrong })
    assert.equal((await client.fetch('/me')).status, 200)
    assert.equal(world.count('POST /renew'), 0)
  }
})

test('a clock that is set back renews once', async () => {
  let off = 0
  const client = await signedIn({ now: () => world.service.clock.time + off })
  off = -86_400
  for (let i = 0; i < 3; i += 1) assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(world.count('POST /renew'), 1)
})

test('a session that was ended: one call of onLoginRequired, and nothing is sent after it', async () => {
  const client = await signedIn()
  await world.service.refreshTokens.endAll('una')
  const all = await Promise.all(Array.from({ length: 20 }, () => client.fetch('/me')))
  assert.deepEqual([...new Set(all.map(({ status }) => status))], [401])
  assert.deepEqual([client.signedIn, ended, world.count('POST /renew')], [false, 1, 1])
  const before = world.asked.length
  await assert.rejects(client.fetch('/me'), { code: 'login_required' })
  assert.deepEqual([world.asked.length, ended], [before, 1])
})
