/** Certificates of one's own making, and a server that speaks TLS in front of another. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { createServer } from 'node:tls'

/** The files of a certificate. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** One for 127.0.0.1 or another name; with less than no days it has ended. */
export function certificate(
  t: TestContext,
  { days = 90, name = 'IP:127.0.0.1' }: { days?: number; name?: string } = {},
): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-doctor-tls-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = join(folder, 'request.pem')
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
  const subject = ['-subj', '/CN=hallpass-doctor', '-addext', `subjectAltName=${name}`]
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', request, ...subject)
  const copy = ['-copy_extensions', 'copyall']
  openssl('x509', '-req', '-in', request, '-key', key, '-out', cert, '-days', String(days), ...copy)
  return { key, cert }
}

/** Speaks TLS on a free port, and passes everything on; gives the port. */
export async function tlsBefore(
  t: TestContext,
  port: number,
  { key, cert }: Certificate,
): Promise<number> {
  const options = { key: readFileSync(key), cert: readFileSync(cert) }
  const server = createServer(options, (socket) => {
    const inner = connect(port, '127.0.0.1')
    socket.pipe(inner).pipe(socket)
    socket.on('error', () => inner.destroy())
    inner.on('error', () => socket.destroy())
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}
