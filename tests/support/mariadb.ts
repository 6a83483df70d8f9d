/** A MariaDB of its own for a test, on a free port, with its files in a temporary folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePorts } from './free-ports.ts'

const run = promisify(execFile)

/** A running server. */
export interface Mariadb {
  /** What a pool of `mysql2` connects to. */
  readonly address: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly password: string
  }
  /** Runs one statement as the superuser. */
  query(sql: string): Promise<unknown>
  /** Ends it; `start` brings it back, with all that was in it. */
  halt(): Promise<void>
  start(): Promise<void>
  restart(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

/** MariaDB refuses to run as root: then it runs as Debian's user for it. */
async function user(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const ids = [run('id', ['-u', 'mysql']), run('id', ['-g', 'mysql'])]
  const [uid, gid] = await Promise.all(ids)
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

/**
 * Starts a server.
 *
 * @example
 * const mariadb = await startMariadb()
 * after(() => mariadb.stop())
 */
export async function startMariadb(): Promise<Mariadb> {
  const owner = await user()
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-mariadb-'))
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal']
  await run('mariadb-install-db', [...install, '--skip-test-db'], { ...owner, cwd: folder })

  const [port = 0] = await freePorts(1)
  const address = { host: '127.0.0.1', port, user: 'root', password: '' }
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--innodb-buffer-pool-size=8M',
  ]
  let server: ChildProcess | undefined
  const onExit = () => server?.kill('SIGKILL')
  process.on('exit', onExit)

  const query = async (sql: string) => {
    const connection = await createConnection(address)
    connection.on('error', () => {})
    try {
      const [rows] = await connection.query(sql)
      return rows
    } finally {
      connection.destroy()
    }
  }
  const start = async () => {
    server = spawn('/usr/sbin/mariadbd', args, { ...owner, cwd: folder, stdio: 'ignore' })
    server.on('error', () => {})
    for (let tries = 0; tries < 600; tries += 1) {
      if (server.pid === undefined) throw new Error('MariaDB is not installed')
      if (server.exitCode !== null) throw new Error(`MariaDB ended with ${server.exitCode}`)
      if (await query('SELECT 1').catch(() => undefined)) return
      await setTimeout(50)
    }
    throw new Error('MariaDB does not answer')
  }
  const halt = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }

  await start()
  return {
    address,
    query,
    start,
    halt,
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
