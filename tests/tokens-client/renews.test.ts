/** When the client renews its token: before its end, after a 401, once however many wait. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eachTest, una } from './clients.ts'

const here = eachTest()

test('a login, a request with the token, a logout', async () => {
  const client = here.clientOf()
  assert.deepEqual([client.signedIn, client.claims], [false, undefined])
  await client.login(una)
  assert.equal(client.signedIn, true)
  assert.equal(client.claims?.sub, 'una')
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(await client.logout(), true)
  assert.equal(client.signedIn, false)
  assert.deepEqual(await here.world.service.refreshTokens.list('una'), [])
  assert.deepEqual(here.world.asked, ['POST /login', 'GET /me', 'POST /logout'])
  assert.equal(here.ended, 0)
})

describe('one renewal', () => {
  test('for fifty requests at once over a token that ran out', async () => {
    const client = await here.signedIn()
    here.pass(3600)
    const all = await Promise.all(Array.from({ length: 50 }, () => client.fetch('/me')))
    assert.deepEqual([...new Set(all.map(({ status }) => status))], [200])
    assert.equal(here.world.count('POST /renew'), 1)
    assert.equal(here.world.count('GET /me'), 50)
  })

  test('for fifty requests at once that got 401, each sent again with its body', async () => {
    // The clock of the client stands still.
    const client = await here.signedIn({ now: () => 0 })
    here.pass(3600)
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
    assert.equal(here.world.count('POST /renew'), 1)
    assert.equal(here.world.count('POST /me'), 100)
  })
})

test('a clock that is wrong by years renews nothing before its time', async () => {
  for (const wrong of [-1e9, 1e9]) {
    const client = await here.signedIn({ now: () => here.world.service.clock.time + wrong })
    assert.equal((await client.fetch('/me')).status, 200)
    assert.equal(here.world.count('POST /renew'), 0)
  }
})

test('a clock that is set back renews once', async () => {
  let off = 0
  const client = await here.signedIn({ now: () => here.world.service.clock.time + off })
  off = -86_400
  for (let i = 0; i < 3; i += 1) assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(here.world.count('POST /renew'), 1)
})

test('a session that was ended: one call of onLoginRequired, and nothing is sent after it', async () => {
  const client = await here.signedIn()
  await here.world.service.refreshTokens.endAll('una')
  const all = await Promise.all(Array.from({ length: 20 }, () => client.fetch('/me')))
  assert.deepEqual([...new Set(all.map(({ status }) => status))], [401])
  assert.deepEqual([client.signedIn, here.ended, here.world.count('POST /renew')], [false, 1, 1])
  const before = here.world.asked.length
  await assert.rejects(client.fetch('/me'), { code: 'login_required' })
  assert.deepEqual([here.world.asked.length, here.ended], [before, 1])
})
