/** Running a program and keeping what it says, to show only when it fails. */
import { spawn } from 'node:child_process'

/** How a program ended. */
export interface Outcome {
  /** Whether it was found and exited with 0. */
  readonly ok: boolean
  /** Its output and its errors, in the order they came. */
  readonly output: string
}

/**
 * npm tells its scripts about itself in `npm_…` variables. An npm that runs inside one must find
 * its own folder and settings again, so they are not handed on.
 */
const environment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|config_local_prefix)/.test(name),
  ),
)

/** Runs a program without a shell and without input. */
export function command(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...environment, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: string) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}\n` }))
    child.on('close', (status, signal) => {
      if (signal !== null) output += `${program} was ended by ${signal}\n`
      resolve({ ok: status === 0, output })
    })
  })
}
