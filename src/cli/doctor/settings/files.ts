/** Who may read the files that hold secrets, and whether the log can be written. */
import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SECRET_NAMES } from '../../../guard-env/names.ts'
import type { Environment } from '../../../guard-env/read.ts'
import { fileReason } from '../../consent/files.ts'
import { quoted } from '../../keys/suggestion.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'

const NAME = 'settings.files'
/** Everybody may read it. */
const ALL_READ = 0o004

/** Looks at each file that the settings name, and at the env file itself. */
export function fileFindings(env: Environment, envFile: string | undefined): Finding[] {
  const names = [...SECRET_NAMES.map((name) => `${name}_FILE`), 'HALLPASS_TLS_KEY']
  const files = [envFile, ...names.map((name) => env[name]?.trim() || undefined)]
  const secret = [...new Set(files.filter((file) => file !== undefined))]
  const findings = [...secret.flatMap(readableByAll), ...logFile(env.AGS_CLIENT_LOG_PATH?.trim())]
  if (findings.length > 0 || secret.length === 0) return findings
  return [ok(NAME, `not everybody may read ${secret.join(', ')}`)]
}

function readableByAll(file: string): Finding[] {
  // There, modes say nothing.
  if (process.platform === 'win32') return []
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  if ((mode & ALL_READ) === 0) return []
  const found = `every user of this machine may read ${file} (mode ${(mode & 0o777).toString(8)})`
  return [warning(NAME, found, `chmod 600 ${quoted(file)}, and chown to the user it runs as.`)]
}

function logFile(path: string | undefined): Finding[] {
  if (path === undefined || path === '') return []
  const exists = statSync(path, { throwIfNoEntry: false }) !== undefined
  try {
    accessSync(exists ? path : dirname(path), constants.W_OK)
    return []
  } catch (error) {
    const found = `the log ${path} cannot be written: ${fileReason(error)}`
    return [failed(NAME, found, 'Make its folder, and let the user write there that it runs as.')]
  }
}
