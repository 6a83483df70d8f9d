/** The clients of Redis that an app may have, told apart by what they can do. */
import { HallpassError } from '../../errors.ts'

/** What a store sends. */
export type Command =
  | readonly [name: 'HMGET', key: string, ...fields: string[]]
  | readonly [
      name: 'EVALSHA' | 'EVAL',
      script: string,
      keys: '1',
      key: string,
      ...rest: (string | Buffer)[],
    ]

interface SendOptions {
  readonly abortSignal: AbortSignal
  readonly typeMapping: { readonly 36: typeof Buffer }
}

/** `createClient` or `createClientPool` of `redis`, connected by the app. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  sendCommand(args: (string | Buffer)[], options?: SendOptions): Promise<unknown>
}

/** `createCluster` of `redis`, connected by the app. */
export interface NodeRedisCluster {
  readonly masters: readonly unknown[]
  sendCommand(
    firstKey: string,
    isReadonly: boolean,
    args: (string | Buffer)[],
    options?: SendOptions,
  ): Promise<unknown>
}

/** `Redis` or `Cluster` of `ioredis`. */
export interface IoRedisClient {
  readonly status: string
  hmgetBuffer(key: string, ...fields: string[]): Promise<unknown>
}

/** Every method of `ioredis` has such a sister; its types know only some of them. */
interface WithBuffers extends IoRedisClient {
  evalshaBuffer(sha1: string, keys: string, ...rest: (string | Buffer)[]): Promise<unknown>
  evalBuffer(script: string, keys: string, ...rest: (string | Buffer)[]): Promise<unknown>
}

/** A client of `redis` or of `ioredis`. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | IoRedisClient

/**
 * Sends a command.
 *
 * @param key - A key on the node that it is for.
 * @param signal - Ends the wait of a command that was not sent yet, where the client can do that.
 * @returns The answer, with texts as buffers.
 */
export type Send = (command: Command, key: string, signal: AbortSignal) => Promise<unknown>

/** @throws HallpassError `invalid_config` for what is none of these clients. */
export function senderOf(client: RedisClient): Send {
  if (typeof client !== 'object' || client === null) throw noClient()
  if (isIoRedis(client)) return (command) => sendByIoRedis(client, command)
  if (!('sendCommand' in client && typeof client.sendCommand === 'function')) throw noClient()
  // 36 is the sign of a text in the protocol: as a buffer, since values may be any bytes.
  const options = (abortSignal: AbortSignal): SendOptions => ({
    abortSignal,
    typeMapping: { 36: Buffer },
  })
  if ('masters' in client) {
    return (command, key, signal) => client.sendCommand(key, false, [...command], options(signal))
  }
  return (command, _key, signal) => client.sendCommand([...command], options(signal))
}

/** By the method of each command: a general one (`callBuffer`) fails with automatic pipelines. */
function sendByIoRedis(client: WithBuffers, command: Command): Promise<unknown> {
  if (command[0] === 'HMGET') {
    const [, key, ...fields] = command
    return client.hmgetBuffer(key, ...fields)
  }
  const [name, script, keys, ...rest] = command
  return name === 'EVAL'
    ? client.evalBuffer(script, keys, ...rest)
    : client.evalshaBuffer(script, keys, ...rest)
}

function isIoRedis(client: object): client is WithBuffers {
  return 'evalshaBuffer' in client && typeof client.evalshaBuffer === 'function'
}

function noClient(): HallpassError {
  return new HallpassError(
    'invalid_config',
    'redisStore needs a client of redis (createClient, createCluster) or of ioredis (new Redis, new Cluster).',
  )
}
