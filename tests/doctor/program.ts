/** The program `hallpass doctor`, run as a person runs it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs it with this environment and nothing else. */
export async function doctor(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  return await run(process.execPath, [MAIN, 'doctor', ...args], env)
}

/** Runs it in a terminal; what it shows is in `stdout`. */
export async function doctorInTerminal(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const terminal = fileURLToPath(new URL('../consent/terminal.py', import.meta.url))
  const program = [terminal, 'no such text', '', process.execPath, MAIN, 'doctor', ...args]
  return await run('/usr/bin/python3', program, env)
}

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(command, [...args], { env: { PATH: process.env.PATH, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [status] = await once(child, 'close')
  return { status: Number(status), stdout, stderr }
}
