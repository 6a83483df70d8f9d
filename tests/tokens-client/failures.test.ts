/** A service that is busy, down, or not what it should be: the session goes on, and nobody hammers. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isHallpassError } from '../../src/errors.ts'
import { eachTest, una } from './clients.ts'

const here = eachTest()

/** Answers renewals so, in place of the service. */
function renewalsGet(status: number, headers: Record<string, string> = {}, body = ''): void {
  here.world.instead = (req, res) => {
    if (req.url !== '/renew') return false
    res.writeHead(status, headers).end(body)
    return true
  }
}

const renewals = () => here.world.count('POST /renew')

for (const [status, code] of [
  [429, 'rate_limited'],
  [503, 'service_unavailable'],
] as const) {
  test(`${status} with Retry-After: nothing is asked until then, and then it goes on`, async () => {
    const client = await here.signedIn()
    here.pass(3600)
    renewalsGet(status, { 'retry-after': '40' })
    for (let tries = 0; tries < 3; tries += 1) {
      await assert.rejects(client.fetch('/me'), { code, retryAfter: 40 })
    }
    here.pass(39)
    await assert.rejects(client.fetch('/me'), { code, retryAfter: 1 })
    assert.deepEqual([renewals(), client.signedIn, here.ended], [1, true, 0])
    here.world.instead = () => false
    here.pass(1)
    assert.equal((await client.fetch('/me')).status, 200)
    assert.equal(here.world.count('GET /me'), 1)
  })
}

test('without Retry-After the waits grow to a minute', async () => {
  const client = await here.signedIn()
  here.pass(3600)
  renewalsGet(500)
  for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
    await assert.rejects(client.fetch('/me'), { code: 'service_unavailable', retryAfter: wait })
    here.pass(wait)
  }
  assert.equal(renewals(), 8)
})

test('a Retry-After of a day is an hour, one that is a date is understood, nonsense is none', async () => {
  const client = await here.signedIn()
  here.pass(3600)
  const date = new Date((here.world.service.clock.time + 3610) * 1000).toUTCString()
  for (const [header, wait] of [
    ['86400', 3600],
    [date, 10],
    ['soon', 4],
  ] as const) {
    renewalsGet(503, { 'retry-after': header })
    await assert.rejects(client.fetch('/me'), { retryAfter: wait })
    here.pass(wait)
  }
})

test('a token that is good for some seconds yet is used while it cannot be renewed', async () => {
  const client = await here.signedIn()
  const { exp, iat } = client.claims ?? {}
  here.pass(Number(exp) - Number(iat) - 5)
  renewalsGet(503)
  assert.equal((await client.fetch('/me')).status, 200)
  here.pass(5)
  await assert.rejects(client.fetch('/me'), { code: 'service_unavailable' })
})

test('an answer that was lost: the same refresh token gets another one', async () => {
  const client = await here.signedIn()
  here.pass(3600)
  let lost = 0
  here.world.instead = async (req, res) => {
    if (req.url !== '/renew' || lost > 0) return false
    lost += 1
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const { refreshToken } = JSON.parse(String(Buffer.concat(chunks)))
    await here.world.service.post('/renew', { refreshToken })
    res.destroy()
    return true
  }
  await assert.rejects(client.fetch('/me'), { code: 'service_unavailable' })
  here.pass(100)
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(here.ended, 0)
})

for (const body of ['', '[]', 'null', '{"token":1,"refreshToken":2}', '{"token":"a"}', '<html>']) {
  test(`200 with ${body || 'nothing'} is no renewal and no login`, async () => {
    const client = await here.signedIn()
    here.pass(3600)
    here.world.instead = (_req, res) => Boolean(res.writeHead(200).end(body))
    await assert.rejects(client.fetch('/me'), { code: 'service_unavailable' })
    assert.equal(client.signedIn, true)
    const other = here.clientOf()
    await assert.rejects(other.login(una), { code: 'service_unavailable' })
    assert.equal(other.signedIn, false)
  })
}

describe('login', () => {
  test('says what the service says', async () => {
    const client = here.clientOf()
    await assert.rejects(client.login({ ...una, password: 'wrong' }), {
      code: 'credentials_invalid',
      status: 401,
      message: 'The user name or the password is wrong.',
    })
    const error = await client.login({ ...una, username: '' }).catch((thrown: unknown) => thrown)
    assert.ok(isHallpassError(error))
    assert.deepEqual([error.code, error.issues?.[0]?.path], ['validation_failed', 'username'])
    const list = '{"_errors":["username: is missing"],"fields":{"username":["is missing"]}}'
    here.world.instead = (_req, res) => Boolean(res.writeHead(422).end(list))
    const listed = await client.login({ ...una, username: '' }).catch((thrown: unknown) => thrown)
    assert.ok(isHallpassError(listed))
    assert.deepEqual(listed.issues, [{ path: 'username', message: 'is missing' }])
    here.world.instead = () => undefined
  })

  test('understands the list of errors, and statuses without words', async () => {
    const client = here.clientOf()
    for (const [status, body, code, message] of [
      [403, '{"_errors":["Closed.","For good."]}', 'forbidden', 'Closed. For good.'],
      [429, '', 'rate_limited', '/login answers 429'],
      [418, '{"code":"constructor"}', 'service_unavailable', '/login answers 418'],
    ] as const) {
      here.world.instead = (_req, res) => Boolean(res.writeHead(status).end(body))
      await assert.rejects(client.login(una), { code, message })
    }
  })

  test('no error holds a token or a password', async () => {
    const client = here.clientOf()
    await here.world.close()
    const error = await client.login(una).catch((thrown: unknown) => thrown)
    assert.ok(isHallpassError(error))
    assert.equal(error.code, 'service_unavailable')
    assert.ok(!`${error.stack} ${JSON.stringify(error)} ${error.cause}`.includes(una.password))
  })
})
