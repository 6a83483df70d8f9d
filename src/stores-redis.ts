/** `hallpass/stores/redis` */
export type { RemoteStoreOptions } from './stores/options.ts'
export type {
  IoRedisClient,
  NodeRedisClient,
  NodeRedisCluster,
  RedisClient,
} from './stores/redis/client.ts'
export { redisStore } from './stores/redis/redis.ts'
export type {
  KeepOptions,
  ListedEntry,
  Store,
  StoreEntry,
  StoreLock,
  StoreValue,
} from './stores/store.ts'
