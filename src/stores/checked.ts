/** Makes a store of an engine: checks arguments, makes versions and owners, closes once. */
import { randomBytes } from 'node:crypto'
import type { MaybePromise } from '../http/exchange.ts'
import {
  checkedIndexes,
  checkedLimit,
  checkedName,
  checkedTtl,
  checkedValue,
  isVersion,
} from './bounds.ts'
import type { Engine, Write } from './engine.ts'
import type { KeepOptions, Store, StoreLock, StoreValue } from './store.ts'
import { unavailable } from './unavailable.ts'

/** A store on an engine. */
export function checkedStore(engine: Engine): Store {
  const begun = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  /** Every call goes through here, so that `close` can wait for it. */
  const call = async <T>(work: () => MaybePromise<T>): Promise<T> => {
    if (closed !== undefined) throw unavailable('is closed')
    const running = (async () => work())()
    begun.add(running)
    try {
      return await running
    } finally {
      begun.delete(running)
    }
  }
  const close = async () => {
    await Promise.allSettled(begun)
    await engine.close()
  }

  return {
    ready: () => call(() => engine.ready()),
    get: (key) => call(() => engine.get(checkedName('A key', key))),
    set: (key, value, options) =>
      call(async () => {
        const write = checkedWrite(key, value, options)
        await engine.write(write, 'anything')
        return write.version
      }),
    compareAndSet: (key, version, value, options) =>
      call(async () => {
        const write = checkedWrite(key, value, options)
        if (version !== undefined && !isVersion(version)) return undefined
        const expected = version === undefined ? 'nothing' : { version }
        return (await engine.write(write, expected)) ? write.version : undefined
      }),
    delete: (key) => call(() => engine.delete(checkedName('A key', key))),
    takeOnce: (key) => call(() => engine.takeOnce(checkedName('A key', key))),
    list: (index, limit) =>
      call(() => engine.list(checkedName('An index', index), checkedLimit(limit))),
    lock: (name, ttl) =>
      call(async (): Promise<StoreLock | undefined> => {
        const claim = { name: checkedName('The name of a lock', name), owner: random(16) }
        const fence = await engine.acquire(claim, checkedTtl(ttl))
        if (fence === undefined) return undefined
        return {
          fence,
          renew: (more) => call(() => engine.renew(claim, checkedTtl(more))),
          release: () => call(() => engine.release(claim)),
        }
      }),
    close() {
      closed ??= close()
      return closed
    },
  }
}

function checkedWrite(key: string, value: StoreValue, options: KeepOptions): Write {
  return {
    key: checkedName('A key', key),
    value: checkedValue(value),
    version: random(12),
    ttlMs: checkedTtl(options?.ttl),
    indexes: checkedIndexes(options?.indexes),
  }
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}
