/** Where the commands of `hallpass consent` find their data. */
import { resolve } from 'node:path'
import type { StoreTarget } from '../../consent-service/store/open.ts'
import { UsageError } from '../usage.ts'
import { type Environment, secretSetting } from './environment.ts'

/** The options that every command takes, for `readArguments`. */
export const STORE_OPTIONS = {
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** The lines about them, for every help text. */
export const STORE_HELP = `  --data <file>        The SQLite file (default consent.db). Without it, a PostgreSQL database that
                       DATABASE_URL names, or the file that DATABASE_URL_FILE names.
  -h, --help           Shows this.`

const DEFAULT_FILE = 'consent.db'

/**
 * Which data is meant.
 *
 * @param data - The option `--data`.
 * @throws UsageError that says what to write
 */
export function storeTarget(data: string | undefined, env: Environment, help: string): StoreTarget {
  if (data?.trim() === '') throw new UsageError('--data must name a file', help)
  const databaseUrl = secretSetting(env, 'DATABASE_URL', help)
  if (databaseUrl === undefined) return { data: data ?? DEFAULT_FILE }
  if (data !== undefined) {
    throw new UsageError(
      'DATABASE_URL is set, and --data is given: leave --data for PostgreSQL, or unset ' +
        'DATABASE_URL for the file',
      help,
    )
  }
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new UsageError('DATABASE_URL must be postgres://user:password@host/database', help)
  }
  return { databaseUrl }
}

/** Says to which data a change went, since a file of the same name may be in another folder. */
export function dataLine(target: StoreTarget): string {
  return `Data: ${'data' in target ? resolve(target.data) : targetName(target)}`
}

/** A target in words, without the password: for what is printed. */
export function targetName(target: StoreTarget): string {
  if ('data' in target) return target.data
  const { host, pathname } = new URL(target.databaseUrl)
  return `PostgreSQL at ${host}${pathname}`
}
