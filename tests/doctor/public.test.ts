/** The checks of the public address that need no proxy: who answers, with which settings. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { describe, test } from 'node:test'
import { freePorts } from '../support/free-ports.ts'
import { certificate, tlsBefore } from './certificates.ts'
import { doctor } from './program.ts'
import { examine, found, guardedApp, of, open, required, serve, strictProvider } from './world.ts'

const PUBLIC = ['reach', 'login', 'cache', 'request-room', 'answer-room', 'proxy'] as const

describe('a public address', () => {
  test('where the guard is passes; http gets a warning', async (t) => {
    const { env, provider } = await open(t)
    const findings = await examine(env)
    for (const check of PUBLIC) found(findings, `public.${check}`, 'ok')
    found(findings, 'public.answer-room', 'ok', /[56]\.\d KB/)
    found(findings, 'public.cookie', 'warning', /over http/)
    assert.deepEqual(of(findings, 'public.certificate'), [])
    assert.equal(provider.complaints.filter((one) => !one.startsWith('token')).length, 0)
  })

  test('over https passes, its cookie with the prefix of one host', async (t) => {
    const [inner = 0] = await freePorts(1)
    const pair = certificate(t)
    const port = await tlsBefore(t, inner, pair)
    const base = `https://127.0.0.1:${port}`
    const provider = await strictProvider(t, base)
    const env = required(provider.issuer, base)
    await serve(t, inner, guardedApp(env))
    const { stdout, status } = await doctor({ ...env, NODE_EXTRA_CA_CERTS: pair.cert })
    assert.match(stdout, /✓ public\.certificate: that of 127\.0\.0\.1:\d+ is good until/)
    assert.match(stdout, /✓ public\.cookie: __Host-hallpass_tx_… arrives \(.*secure/)
    assert.match(stdout, /✓ public\.answer-room/)
    assert.equal(status, 0, stdout)
    const untrusted = await examine(env)
    found(untrusted, 'public.reach', 'failed', /self-signed/)
    assert.deepEqual(of(untrusted, 'public.login'), [])
  })

  test('that nobody knows, or where nobody is, fails', async (t) => {
    const { env } = await open(t, {}, false)
    found(await examine(env), 'public.reach', 'failed', /nothing listens.*HALLPASS_BASE_URL/)
    const unknown = { ...env, HALLPASS_BASE_URL: 'https://shop.invalid' }
    const findings = await examine(unknown)
    found(findings, 'public.reach', 'failed', /shop\.invalid (?:is not known|did not answer)/)
    found(findings, 'client.redirect-uri', 'failed', /Register https:\/\/shop\.invalid/)
  })

  test('where an app without a guard answers fails', async (t) => {
    const { env, port } = await open(t, {}, false)
    await serve(t, port, (_request, response) => response.end('the app'))
    const findings = await examine(env)
    found(findings, 'public.reach', 'ok')
    found(findings, 'public.login', 'failed', /answers 200.*mount the guard/)
  })

  test('that breaks off at the login fails', async (t) => {
    const { env, port } = await open(t, {}, false)
    await serve(t, port, (request, response) => {
      if (request.url?.startsWith('/_status')) response.end()
      else response.destroy()
    })
    found(await examine(env), 'public.login', 'failed', /broke the connection/)
  })

  test('where a guard with other settings answers fails', async (t) => {
    const { env, port } = await open(t, {}, false)
    await serve(t, port, guardedApp({ ...env, AGS_CLIENT_ID: 'news' }))
    found(await examine(env), 'public.login', 'failed', /for the client news.*Restart/)
    const other = await open(t, {}, false)
    await serve(t, other.port, guardedApp({ ...other.env, AGS_CLIENT_CALLBACK_PATH: 'back' }))
    found(await examine(other.env), 'public.login', 'failed', /sends the redirect URI .*\/back/)
  })

  test('where the guard cannot reach the provider fails', async (t) => {
    const { env, port } = await open(t, {}, false)
    await serve(t, port, guardedApp({ ...env, AGS_CLIENT_ISSUER: 'http://127.0.0.1:9' }))
    found(await examine(env), 'public.login', 'failed', /answers 50\d.*log of the service/)
  })

  test('where Node has no room for the cookies fails', async (t) => {
    const { env, port } = await open(t, {}, false)
    const server = createServer({ maxHeaderSize: 8192 }, guardedApp(env))
    await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    found(await examine(env), 'public.request-room', 'failed', /HTTP 431.*--max-http-header-size/)
  })

  test('with a flag that is off is asked with the flag on', async (t) => {
    const { env } = await open(t, { AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'false' })
    const findings = await examine(env)
    for (const check of PUBLIC) found(findings, `public.${check}`, 'ok')
    found(findings, 'settings.open', 'warning', /switch the guard off .*off for who never did/)
  })

  test('of a guard that is off is not asked for a login', async (t) => {
    const { env } = await open(t, { HALLPASS_GUARD_MODE: 'off' })
    const findings = await examine(env)
    found(findings, 'public.reach', 'ok')
    found(findings, 'settings.open', 'failed', /every page is open/)
    assert.deepEqual(of(findings, 'public.login'), [])
  })
})
