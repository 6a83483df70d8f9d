/** The certificate of the server and its key, from their files. */
import { readFileSync } from 'node:fs'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { ConfigIssue } from '../../errors.ts'
import type { TlsFiles } from './settings.ts'

/** Older versions have holes; every browser of the last ten years speaks this one. */
const MIN_VERSION = 'TLSv1.2'

/** A certificate that can be served; or what is wrong with it. */
export type Certificate =
  | { readonly ok: true; readonly context: SecureContextOptions }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] }

/** Reads both files, and tries them: neither is quoted in what is said. */
export function readCertificate({ cert, key }: TlsFiles): Certificate {
  const issues: ConfigIssue[] = []
  const certText = textOf('HALLPASS_TLS_CERT', cert, issues)
  const keyText = textOf('HALLPASS_TLS_KEY', key, issues)
  if (certText === undefined || keyText === undefined) return { ok: false, issues }
  for (const [path, part, what] of [
    ['HALLPASS_TLS_CERT', { cert: certText }, 'certificate'],
    ['HALLPASS_TLS_KEY', { key: keyText }, 'private key without a password'],
  ] as const) {
    if (!isTaken(part)) issues.push({ path, message: `names a file that holds no ${what} as PEM` })
  }
  if (issues.length > 0) return { ok: false, issues }
  const context: SecureContextOptions = { cert: certText, key: keyText, minVersion: MIN_VERSION }
  if (isTaken(context)) return { ok: true, context }
  const message = 'names a key that is not the one of the certificate in HALLPASS_TLS_CERT'
  return { ok: false, issues: [{ path: 'HALLPASS_TLS_KEY', message }] }
}

function isTaken(options: SecureContextOptions): boolean {
  try {
    createSecureContext(options)
    return true
  } catch {
    return false
  }
}

function textOf(path: string, file: string, issues: ConfigIssue[]): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    issues.push({ path, message: `names a file that cannot be read (${code})` })
    return undefined
  }
}
