/** `hallpass/stores/postgres` */
export type { RemoteStoreOptions } from './stores/options.ts'
export type { PostgresConnection, PostgresPool } from './stores/postgres/pool.ts'
export { postgresStore } from './stores/postgres/postgres.ts'
export type {
  KeepOptions,
  ListedEntry,
  Store,
  StoreEntry,
  StoreLock,
  StoreValue,
} from './stores/store.ts'
