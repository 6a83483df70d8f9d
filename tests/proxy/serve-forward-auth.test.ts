/** `hallpass guard serve --forward-auth`: answers another proxy, and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GuardProgram, stopped } from './serve-program.ts'

const program = new GuardProgram()

const asking = (uri: string) => ({
  'x-forwarded-method': 'GET',
  'x-forwarded-uri': uri,
  'x-forwarded-host': 'app.example',
  'x-forwarded-proto': 'https',
})

test('a proxy of this machine is answered; what is no route of the guard is 404', async () => {
  const settings = { HALLPASS_BASE_URL: 'https://app.example' }
  const guard = await program.serve(settings, '--forward-auth')
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(guard.url + path, { headers, redirect: 'manual' })).status
  assert.equal(await status('/_hallpass/auth', asking('/open?token=hunter2')), 204)
  assert.equal(await status('/_hallpass/auth', asking('/account')), 401)
  assert.equal(await status('/_hallpass/auth'), 400)
  assert.equal(await status('/_hallpass/session'), 200)
  assert.equal(await status('/open'), 404)
  const { status: code, stdout } = await stopped(guard)
  assert.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  const asked = lines
    .map((line) => JSON.parse(line))
    .filter(({ path }) => path === '/_hallpass/auth')
  assert.deepEqual(
    asked.map((line) => [line.status, line.asked]),
    [
      [204, { method: 'GET', path: '/open' }],
      [401, { method: 'GET', path: '/account' }],
      [400, undefined],
    ],
  )
  assert.ok(!stdout.includes('hunter2'))
})

test('a proxy elsewhere is not, unless it is named', async () => {
  const settings = {
    HALLPASS_BASE_URL: 'https://app.example',
    HALLPASS_FORWARD_AUTH: 'true',
    HALLPASS_TRUSTED_PROXIES: '203.0.113.7',
  }
  const guard = await program.serve(settings)
  const answer = await fetch(`${guard.url}/_hallpass/auth`, { headers: asking('/open') })
  assert.equal(answer.status, 403)
  assert.equal((await stopped(guard)).status, 0)
})
