/** The servers of a run, each a process of its own on a core of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { command } from '../../scripts/test/command.ts'
import { cpuTimeOf, SERVER_CORE } from '../guard/server.ts'
import type { Setup } from './setup.ts'

/** Where everything else runs: the load, PostgreSQL, this process. */
export const OTHER_CORE = '1'

/** A server that answers. */
export interface Running {
  readonly baseUrl: string
  /** What its process has computed so far, in microseconds; undefined where it has several. */
  cpuTime(): number | undefined
  stop(): void
}

/** Leaves the core of the servers to them; what this process starts from now on does so, too. */
export async function stayOff(): Promise<void> {
  const { ok, output } = await command('taskset', ['-acp', OTHER_CORE, String(process.pid)])
  if (!ok) throw new Error(output)
}

/** Starts a file of `servers/`. */
export async function startNode(file: string, setup: Setup): Promise<Running> {
  const path = new URL(`servers/${file}.ts`, import.meta.url).pathname
  const child = spawn('taskset', ['-c', SERVER_CORE, process.execPath, '--expose-gc', path], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', HALLPASS_BENCH: JSON.stringify(setup) },
  })
  await Promise.race([message(child), ended(child, file)])
  return { baseUrl: setup.baseUrl, cpuTime: () => cpuTimeOf(child.pid), stop: () => stop(child) }
}

/** Starts `flask_site.py` under gunicorn, with one process that answers. */
export async function startFlask(options: readonly string[], setup: Setup): Promise<Running> {
  const folder = new URL('.', import.meta.url).pathname
  const bind = ['--bind', `127.0.0.1:${setup.port}`, '--chdir', folder, '--workers', '1']
  const gunicorn = ['gunicorn', ...bind, ...options, 'flask_site:app']
  const child = spawn('taskset', ['-c', SERVER_CORE, ...gunicorn], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', HALLPASS_BENCH: JSON.stringify(setup) },
  })
  await Promise.race([answering(`${setup.baseUrl}/_cookies/init`), ended(child, 'gunicorn')])
  return { baseUrl: setup.baseUrl, cpuTime: () => undefined, stop: () => stop(child) }
}

function stop(child: ChildProcess): void {
  child.removeAllListeners('exit')
  child.kill()
}

function message(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('message', () => resolve()))
}

function ended(child: ChildProcess, name: string): Promise<never> {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000)
  })
  return new Promise((_, reject) => {
    child.once('error', reject)
    child.once('exit', (status) => reject(new Error(`${name} ended with ${status}:\n${errors}`)))
  })
}

/** Until the site answers, and knows that the service is up. */
async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.status === 200) return
    await setTimeout(100)
  }
  throw new Error(`${url} does not answer`)
}
