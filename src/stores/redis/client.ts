/** The clients of Redis that an app may have, told apart by what they can do. */
import { HallpassError } from '../../errors.ts'

/** What is sent: the command, then what belongs to it. */
export type Command = readonly [name: string, ...rest: (string | Buffer)[]]

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
  callBuffer(command: string, args: (string | Buffer)[]): Promise<unknown>
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
  if ('callBuffer' in client && typeof client.callBuffer === 'function') {
    return ([name, ...rest]) => client.callBuffer(name, rest)
  }
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

function noClient(): HallpassError {
  return new HallpassError(
    'invalid_config',
    'redisStore needs a client of redis (createClient, createCluster) or of ioredis (new Redis, new Cluster).',
  )
}
