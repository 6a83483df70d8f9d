/** Opens the store that a service was told to use. */
import { HallpassError } from '../../errors.ts'
import type { ConsentStore } from './port.ts'

/** A file, or a PostgreSQL database. */
export type StoreTarget = { readonly data: string } | { readonly databaseUrl: string }

/**
 * Opens a store, its tables made or brought up.
 *
 * @throws HallpassError `invalid_config` for an address that is none of PostgreSQL, or without the
 * package `pg`; `store_unavailable` when it does not answer.
 *
 * @example
 * const store = await openStore({ databaseUrl: 'postgres://consent@db.internal/consent' })
 */
export async function openStore(target: StoreTarget): Promise<ConsentStore> {
  if ('data' in target) return (await import('./sqlite/sqlite.ts')).openSqlite(target.data)
  if (!/^postgres(ql)?:\/\//.test(target.databaseUrl)) {
    throw new HallpassError('invalid_config', 'A database’s address starts with postgres://.')
  }
  return (await import('./postgres/postgres.ts')).openPostgres(target.databaseUrl)
}
