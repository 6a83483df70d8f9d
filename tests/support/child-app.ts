/** A server in a process of its own, for runtimes other than this one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** It is ready when it answers HTTP here. */
  readonly port: number
}

/** Seconds that a server may take to answer. */
const PATIENCE = 60

/** Starts the server and waits until it answers. */
export async function startChild(options: ChildOptions): Promise<{ close(): Promise<void> }> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (piece: unknown) => {
    output = (output + String(piece)).slice(-8000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exited = once(child, 'exit')
  let ended = false
  exited.then(
    () => {
      ended = true
    },
    (error) => {
      ended = true
      output += String(error)
    },
  )
  const deadline = Date.now() + PATIENCE * 1000
  while (!(await answers(options.port))) {
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${options.command} did not start:\n${output}`)
    }
    await sleep(25)
  }
  return {
    close: async () => {
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), 2000)
      await exited
      clearTimeout(force)
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ host: '127.0.0.1', port, path: '/', agent: false }, (response) => {
      response.resume()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
    probe.end()
  })
}
