/** A server in a process of its own, on one core. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** A server that answers. */
export interface Running {
  stop(): Promise<void>
}

/** How it is started. */
export interface Start {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly core: string
  readonly env?: Readonly<Record<string, string>>
  /** It is ready when it answers here, whatever it answers. */
  readonly url: string
}

/** @throws when it ends, with what it said */
export async function startServer({ name, command, core, env, url }: Start): Promise<Running> {
  const child = spawn('taskset', ['-c', core, ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000)
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${errors}`)
    if (await fetch(url, { redirect: 'manual' }).catch(() => undefined)) return { stop }
    await setTimeout(50)
  }
  await stop()
  throw new Error(`${name} does not answer:\n${errors}`)
}
