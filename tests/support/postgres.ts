/** A PostgreSQL of its own for a test, on a free port, with its files in a temporary folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

/** A running server. */
export interface Postgres {
  /** `postgres://…`, of an empty database. */
  readonly url: string
  readonly port: number
  /** Another empty database on the same server. */
  database(name: string): Promise<string>
  /** Runs one statement as the superuser. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Ends it as an operator would, or (`crash`) as a power cut would; `start` brings it back. */
  halt(how?: 'fast' | 'crash'): Promise<void>
  start(): Promise<void>
  restart(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

/** Where Debian, and others, put the server's programs. */
function programs(): string {
  const folders = [
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')))
  if (found === undefined)
    throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  return found
}

/** PostgreSQL refuses to run as root: then it runs as Debian's user for it. */
async function user(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all([
    run('id', ['-u', 'postgres']),
    run('id', ['-g', 'postgres']),
  ])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/**
 * Starts a server that flushes to the disk as in production.
 *
 * @example
 * const postgres = await startPostgres()
 * after(() => postgres.stop())
 */
export async function startPostgres(): Promise<Postgres> {
  const bin = programs()
  const owner = await user()
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-pg-'))
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const init = [
    '-D',
    data,
    '-U',
    'hallpass',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ]
  await run(join(bin, 'initdb'), init, { ...owner, cwd: folder })

  const port = await freePort()
  const address = (name: string) => `postgres://hallpass@127.0.0.1:${port}/${name}`
  let server: ChildProcess | undefined
  const onExit = () => server?.kill('SIGQUIT')
  process.on('exit', onExit)

  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: address('postgres') })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }
  const start = async () => {
    const settings = [
      '-k',
      folder,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-c',
      'max_connections=60',
    ]
    server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    })
    const { exitCode } = await ready(() => query('SELECT 1'), server)
    if (exitCode !== null) throw new Error(`PostgreSQL ended with ${exitCode}`)
  }
  const halt = async (how: 'fast' | 'crash' = 'fast') => {
    if (server === undefined || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  await start()
  return {
    url: address('postgres'),
    port,
    query,
    start,
    halt,
    async database(name) {
      await query(`CREATE DATABASE "${name}"`)
      return address(name)
    },
    async restart() {
      await halt()
      await start()
    },
    async stop() {
      await halt()
      process.off('exit', onExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until the server answers or has ended. */
async function ready(ask: () => Promise<unknown>, server: ChildProcess): Promise<ChildProcess> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries += 1) {
    try {
      await ask()
      return server
    } catch {
      await setTimeout(100)
    }
  }
  if (server.exitCode === null) throw new Error('PostgreSQL does not answer')
  return server
}
