/** The guard with a certificate of its own. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { get, type RequestOptions } from 'node:https'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConnectionOptions, connect } from 'node:tls'
import { certificate } from './serve-certificate.ts'
import { GuardProgram, type Running, stopped } from './serve-program.ts'
import { upstream } from './serve-upstream.ts'

const anyone = { rejectUnauthorized: false }

function body(url: string, options: RequestOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const agent = false
    get(url, { ...anyone, agent, ...options }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => resolve(text))
    }).on('error', reject)
  })
}

/** The name in the certificate that the guard shows, or what came of asking for it. */
async function shown({ url }: Running, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), ...anyone, ...options })
  const failed = once(socket, 'error').then(([error]) => String(error.code))
  const name = once(socket, 'secureConnect').then(() =>
    String(socket.getPeerCertificate().subject.CN),
  )
  const found = await Promise.race([name, failed])
  socket.destroy()
  return found
}

describe('the guard with a certificate', () => {
  const program = new GuardProgram()

  test('speaks https, of today’s versions, and no http', async (t) => {
    const app = await upstream(t)
    const { cert, key } = await certificate(program, 'one')
    const tls = { HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key }
    const guard = await program.serve({ ...tls, HALLPASS_UPSTREAM: app.url })
    const { port } = new URL(guard.url)
    assert.equal(guard.url, `https://127.0.0.1:${port}`)
    assert.equal(guard.base, `https://localhost:${port}`)
    // The certificate itself is what is trusted: the name in it must fit.
    const ca = readFileSync(cert)
    assert.equal(await body(`${guard.base}/open`, { rejectUnauthorized: true, ca }), 'app at /open')
    assert.equal(app.seen[0]?.headers['x-forwarded-proto'], 'https')
    assert.equal(app.seen[0]?.headers['strict-transport-security'], undefined)
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const versions = { minVersion: version, maxVersion: version }
      assert.equal(await shown(guard, versions), 'one', version)
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const
    assert.match(await shown(guard, old), /^(?!one).*(VERSION|PROTOCOL)/)
    await assert.rejects(fetch(guard.url.replace('https', 'http')))
    assert.equal((await stopped(guard)).status, 0)
  })

  test('reads it again at SIGHUP; a wrong one changes nothing', async (t) => {
    const app = await upstream(t)
    const first = await certificate(program, 'first')
    const second = await certificate(program, 'second')
    const [cert, key] = [program.path('now.pem'), program.path('now.key')]
    copyFileSync(first.cert, cert)
    copyFileSync(first.key, key)
    const tls = { HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key }
    const guard = await program.serve({ ...tls, HALLPASS_UPSTREAM: app.url })
    assert.equal(await shown(guard), 'first')
    copyFileSync(second.cert, cert)
    guard.signal('SIGHUP')
    while (!guard.stdout().includes('the certificate stays the one before')) await sleep(10)
    assert.match(guard.stdout(), /HALLPASS_TLS_KEY names a key that is not the one/)
    assert.equal(await shown(guard), 'first')
    copyFileSync(second.key, key)
    guard.signal('SIGHUP')
    while (!guard.stdout().includes('the certificate was read again')) await sleep(10)
    assert.equal(await shown(guard), 'second')
    assert.equal((await stopped(guard)).status, 0)
  })

  test('a connection that is open and says nothing does not hold a stop up', async (t) => {
    const app = await upstream(t)
    const { cert, key } = await certificate(program, 'silent')
    const tls = { HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key }
    const guard = await program.serve({ ...tls, HALLPASS_UPSTREAM: app.url })
    const socket = connect({ port: Number(new URL(guard.url).port), ...anyone })
    await once(socket, 'secureConnect')
    assert.equal((await stopped(guard)).status, 0)
    socket.destroy()
  })
})
