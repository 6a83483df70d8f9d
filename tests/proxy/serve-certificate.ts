/** Certificates that nobody signed, made by the system's openssl. */
import assert from 'node:assert/strict'
import { command } from '../../scripts/test/command.ts'
import type { GuardProgram } from './serve-program.ts'

/** Makes a certificate of `localhost` in the folder of a program; gives the files. */
export async function certificate(
  program: Pick<GuardProgram, 'path'>,
  name: string,
): Promise<{ readonly cert: string; readonly key: string }> {
  const files = { cert: program.path(`${name}.pem`), key: program.path(`${name}.key`) }
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const out = ['-keyout', files.key, '-out', files.cert, '-days', '2']
  const { ok, output } = await command('openssl', ['req', '-x509', ...curve, ...names, ...out])
  assert.ok(ok, output)
  return files
}
