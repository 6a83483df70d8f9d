/** The servers of a run, each a process of its own on a core of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Setup } from './servers/setup.ts'

/** The core that servers run on; the load runs on the other. */
export const SERVER_CORE = '0'

/** A server that answers. */
export interface RunningServer extends Setup {
  /** What its process has computed so far, in microseconds. */
  cpuTime(): number
  /** Resident memory now, in bytes (Linux). */
  memory(): number
  stop(): void
}

/**
 * Starts a server that gets its setup and says when it listens.
 *
 * @param file - a program of `servers/` here, or the address of another one
 */
export async function startServer(file: string | URL, setup: Setup): Promise<RunningServer> {
  const address = typeof file === 'string' ? new URL(`servers/${file}.ts`, import.meta.url) : file
  const path = address.pathname
  const child = spawn('taskset', ['-c', SERVER_CORE, process.execPath, '--expose-gc', path], {
    // Express reports each refusal of a stranger there.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', HALLPASS_BENCH: JSON.stringify(setup) },
  })
  await listening(child, path)
  return {
    ...setup,
    cpuTime: () => cpuTimeOf(child.pid),
    memory: () => memoryOf(child.pid),
    stop: () => {
      child.kill()
    },
  }
}

function listening(child: ChildProcess, file: string): Promise<void> {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('error', reject)
    child.once('exit', (status) => reject(new Error(`${file} ended with ${status}:\n${errors}`)))
  })
}

function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

/** User and system time, proc_pid_stat(5): the fields after the name, which may hold anything. */
export function cpuTimeOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Linux counts in hundredths of a second for every program.
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
