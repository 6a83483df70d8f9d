/**
 * Traefik is not among what the tests can run. What its documentation says is done here: it asks
 * with GET and the visitor's headers, passes on what is no 2xx, and copies `authResponseHeaders`.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IDENTITY_HEADERS } from '../../src/proxy/identity/headers.ts'
import { GuardProgram, stopped } from '../proxy/serve-program.ts'
import { settingsOf } from './proxies.ts'

const TEXT = settingsOf('docs/forward-auth-traefik.md', 'yaml')

/** The entries of a list of the file. */
function list(name: string): string[] {
  const found = new RegExp(`^( *)${name}:\\n((?:\\1 +- .*\\n)+)`, 'm').exec(TEXT)?.[2] ?? ''
  return found.split('\n').flatMap((line) => line.trim().replace(/^- /, '') || [])
}

describe('Traefik', () => {
  const program = new GuardProgram()

  test('copies every header that tells who it is, and every cookie of a session', () => {
    assert.match(TEXT, /^(?: *(?:- )?[^\s:]+:(?: .+)?\n| +- [\w.-]+\n)+$/)
    const copied = list('authResponseHeaders').map((name) => name.toLowerCase())
    assert.deepEqual(copied.sort(), [...IDENTITY_HEADERS].sort())
    const session = '__Host-ags_client_session'
    const pieces = [session, `${session}.1`, `${session}.2`, `${session}.3`]
    assert.deepEqual(list('addAuthCookiesToResponse'), pieces)
  })

  test('takes out what names another method', () => {
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      assert.ok(TEXT.includes(`          ${name}: ''\n`), name)
    }
  })

  test('gets a leave, or the answer for the visitor', async () => {
    const guard = await program.serve(
      { HALLPASS_BASE_URL: 'https://shop.example' },
      '--forward-auth',
    )
    const ask = (uri: string, headers: Record<string, string> = {}) =>
      fetch(`${guard.url}/_hallpass/auth`, {
        redirect: 'manual',
        headers: {
          'x-forwarded-method': 'GET',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'shop.example',
          'x-forwarded-uri': uri,
          'x-forwarded-for': '203.0.113.7',
          ...headers,
        },
      })
    const open = await ask('/open', { 'x-forwarded-user': 'root' })
    assert.equal(open.status, 204)
    for (const name of IDENTITY_HEADERS) assert.equal(open.headers.get(name), '')
    const page = await ask('/account', { accept: 'text/html' })
    assert.equal(page.status, 302)
    assert.equal(page.headers.get('location'), '/_hallpass/login?returnTo=%2Faccount')
    assert.equal((await ask('/account')).status, 401)
    assert.equal((await ask('/account', { 'x-forwarded-method': 'POST' })).status, 401)
    assert.equal((await ask('/account', { 'x-forwarded-proto': 'wss' })).status, 401)
    // A page of our own is no leave.
    assert.equal((await ask('/_hallpass/session')).status, 404)
    for (const headers of [
      { 'x-forwarded-uri': 'account' },
      { 'x-forwarded-uri': '/open, /account' },
      { 'x-forwarded-method': 'GET, POST' },
      { 'x-forwarded-host': 'elsewhere.example' },
      { 'x-forwarded-proto': 'gopher' },
      { x_forwarded_user: 'root' },
      { 'x-forwarded_groups': 'root' },
      { 'remote-user': 'root' },
      { x_http_method_override: 'DELETE' },
    ]) {
      const answer = await ask('/open', { ...headers })
      assert.equal(answer.status, 400, JSON.stringify(headers))
    }
    assert.equal((await stopped(guard)).status, 0)
  })
})
