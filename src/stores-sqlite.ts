/** `hallpass/stores/sqlite` */
export type { SqliteStoreOptions } from './stores/sqlite/sqlite.ts'
export { sqliteStore } from './stores/sqlite/sqlite.ts'
export type {
  KeepOptions,
  ListedEntry,
  Store,
  StoreEntry,
  StoreLock,
  StoreValue,
} from './stores/store.ts'
