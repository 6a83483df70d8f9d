/** A Redis of its own for a test, on a free port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Redis as Client } from 'ioredis'
import { freePorts } from './free-ports.ts'

/** A running server. */
export interface Redis {
  readonly url: string
  readonly port: number
  /** Sends one command. */
  command(name: string, ...args: string[]): Promise<unknown>
  /** Nothing is answered any more, until `resume`. */
  pause(): void
  resume(): void
  /** Ends it; `start` brings it back, with all that was in it. */
  halt(): Promise<void>
  start(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

/**
 * Starts a server that writes down what it acknowledges.
 *
 * @param cluster - Whether it is to be a cluster, of this one server.
 *
 * @example
 * const redis = await startRedis()
 * after(() => redis.stop())
 */
export async function startRedis(cluster = false): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-redis-'))
  const [port = 0, bus = 0] = await freePorts(2)
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    ...(cluster && {
      'cluster-enabled': 'yes',
      'cluster-port': bus,
      'cluster-announce-ip': '127.0.0.1',
    }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  let server: ChildProcess | undefined
  const onExit = () => server?.kill('SIGKILL')
  process.on('exit', onExit)

  const command = async (name: string, ...rest: string[]) => {
    const client = new Client({ port, retryStrategy: () => null, lazyConnect: true })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.call(name, ...rest)
    } finally {
      client.disconnect()
    }
  }
  const start = async () => {
    server = spawn('redis-server', args, { stdio: 'ignore' })
    await ready(() => command('PING'), server)
  }
  const halt = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGCONT')
    server.kill('SIGTERM')
    await ended
  }

  await start()
  if (cluster) {
    await command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    const isUp = async () => String(await command('CLUSTER', 'INFO')).includes('cluster_state:ok')
    while (!(await isUp())) await setTimeout(20)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    command,
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    halt,
    start,
    async stop() {
      await halt()
      process.off('exit', onExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until the server answers or has ended. */
async function ready(ask: () => Promise<unknown>, server: ChildProcess): Promise<void> {
  server.on('error', () => {})
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.pid === undefined)
      throw new Error('Redis is not installed: apt-get install redis-server')
    if (server.exitCode !== null) throw new Error(`Redis ended with ${server.exitCode}`)
    try {
      await ask()
      return
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error('Redis does not answer')
}
