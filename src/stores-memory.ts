/** `hallpass/stores/memory` */
export type { MemoryStoreOptions } from './stores/memory/memory.ts'
export { memoryStore } from './stores/memory/memory.ts'
export type {
  KeepOptions,
  ListedEntry,
  Store,
  StoreEntry,
  StoreLock,
  StoreValue,
} from './stores/store.ts'
