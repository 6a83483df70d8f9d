/** `AGS_CLIENT_VERIFY_SSL`: a provider whose certificate nobody signed, and no other server. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createServer } from 'node:tls'
import { mount } from '../../src/fetch.ts'
import { guardFromEnv } from '../../src/guard.ts'
import { SHOP, Visitor } from '../provider/visitor.ts'
import { LoggedLines } from '../support/clock.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { metadataOf } from '../support/hostile-shapes.ts'
import { CLIENT, required } from './world.ts'

/** A provider at an https address, with a certificate of its own making. */
async function secureProvider(
  t: TestContext,
): Promise<{ provider: HostileProvider; issuer: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-tls-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', key, '-out', cert, '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...files, ...subject], {
    stdio: 'pipe',
  })

  const provider = await HostileProvider.start()
  const port = Number(new URL(provider.issuer).port)
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    const inner = connect(port, '127.0.0.1')
    socket.pipe(inner).pipe(socket)
    socket.on('error', () => inner.destroy())
    inner.on('error', () => socket.destroy())
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider.clients = [{ ...CLIENT, redirectUris: [`${SHOP}/oidc_callback`] }]
  provider.change = {
    metadata: () => metadataOf(issuer),
    claims: (claims) => {
      claims.iss = issuer
    },
    answer: (parameters) => parameters.set('iss', issuer),
  }
  t.after(async () => {
    server.close()
    await provider.close()
  })
  return { provider, issuer }
}

function shop(issuer: string, env: Readonly<Record<string, string>>) {
  const log = new LoggedLines()
  const pass = guardFromEnv({ ...required(issuer, SHOP), ...env }, { logger: log })
  const visitor = new Visitor(mount(pass, (_request, { user }) => new Response(String(user?.sub))))
  return { log, visitor }
}

test('without the setting, a certificate that nobody signed is refused', async (t) => {
  const { issuer, provider } = await secureProvider(t)
  const { visitor } = shop(issuer, {})
  assert.equal((await visitor.visit('/account')).status, 503)
  assert.deepEqual(provider.calls, [])
})

test('with it, calls to the provider take any certificate, and no other call does', async (t) => {
  const { issuer, provider } = await secureProvider(t)
  const { visitor, log } = shop(issuer, { AGS_CLIENT_VERIFY_SSL: 'False' })
  assert.match(log.text, /^warn AGS_CLIENT_VERIFY_SSL is false: ANYBODY/m)
  const begun = await visitor.send('/_hallpass/login?returnTo=/account')
  assert.ok(begun.location.startsWith(`${issuer}/authorize?`), begun.location)
  // The browser of this test trusts no such certificate: it goes to the same provider without TLS.
  const plain = begun.location.replace(issuer, provider.issuer)
  const answer = await fetch(plain, { redirect: 'manual' })
  const page = await visitor.visit(answer.headers.get('location') ?? '')
  assert.equal(page.body, 'alice', log.text)
  assert.ok(provider.callsOf('jwks').length > 0 && provider.callsOf('userinfo').length > 0)
  assert.deepEqual(provider.complaints, [])
  await assert.rejects(fetch(`${issuer}/jwks`), TypeError)
  assert.equal(process.env.NODE_TLS_REJECT_UNAUTHORIZED, undefined)
})
