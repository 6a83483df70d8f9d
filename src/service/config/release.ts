/** Which release of a service this is. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from './variable.ts'

/** What `release` says where nothing tells. */
const UNKNOWN = '__UNKNOWN__'

/** Where builds and hosts leave the release: Sentry, Heroku, Jenkins, GitHub. */
const VARIABLES = ['SENTRY_RELEASE', 'SOURCE_VERSION', 'GIT_COMMIT', 'GITHUB_SHA'] as const

/** How long git may take, in milliseconds. */
const GIT_MS = 2000

/** Where to look. */
export interface ReleaseOptions {
  /** The folder of `version.txt` and of the checkout; the working directory unless given. */
  readonly folder?: string
  /** The environment; `process.env` unless given. */
  readonly env?: Environment
}

/**
 * The release: the first line of `version.txt`, else a variable (`SENTRY_RELEASE`,
 * `SOURCE_VERSION`, `GIT_COMMIT`, `GITHUB_SHA`), else the commit of the git checkout, else
 * `__UNKNOWN__`. What is empty, longer than 200 characters or not printable ASCII is passed over.
 * It never throws. It may run git and wait: call it once, at the start.
 *
 * @example
 * console.log(`release ${release()}`)
 */
export function release({
  folder = process.cwd(),
  env = process.env,
}: ReleaseOptions = {}): string {
  const file = line(attempt(() => readFileSync(join(folder, 'version.txt'), 'utf8')))
  if (file !== undefined) return file
  for (const name of VARIABLES) {
    const value = line(env[name])
    if (value !== undefined) return value
  }
  return line(attempt(() => commitOf(folder))) ?? UNKNOWN
}

function commitOf(folder: string): string {
  return execFileSync('git', ['rev-parse', '--verify', 'HEAD'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: GIT_MS,
  })
}

/** No file, no git, no checkout: each is only a place where the release is not. */
function attempt(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function line(text: string | undefined): string | undefined {
  const first = text?.trim().split(/\r?\n/, 1)[0]?.trim() ?? ''
  return /^[\x20-\x7e]{1,200}$/.test(first) ? first : undefined
}
