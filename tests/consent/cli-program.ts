/** The program `hallpass consent`, run as a person runs it: in a process and a folder of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

const TERMINAL = fileURLToPath(new URL('./terminal.py', import.meta.url))

/** Debian's user without rights. */
const NOBODY = 65_534

export type Settings = Readonly<Record<string, string>>

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A service that was started, and what it printed so far. */
export interface Running {
  readonly url: string
  readonly stdout: () => string
  readonly stderr: () => string
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

/** Runs commands in one folder, which goes after the tests of the file. */
export class Program {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hallpass-consent-'))
  readonly #children = new Set<ChildProcessWithoutNullStreams>()

  constructor() {
    after(() => {
      for (const child of this.#children) child.kill('SIGKILL')
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.runWith({}, ...args)
  }

  runWith(settings: Settings, ...args: readonly string[]): Promise<Ended> {
    return collected(this.#spawn(settings, args)).ended
  }

  /** What a command wrote to stdin makes of it. */
  runOn(input: string, ...args: readonly string[]): Promise<Ended> {
    const child = this.#spawn({}, args)
    child.stdin.end(input)
    return collected(child).ended
  }

  /** In a terminal of its own, where `keys` are typed once `text` is shown. */
  inTerminal(text: string, keys: string, ...args: readonly string[]): Promise<Ended> {
    const program = [TERMINAL, text, keys, process.execPath, MAIN, 'consent', ...args]
    return collected(this.#start('python3', program, {})).ended
  }

  /** As a user who may write nowhere, not even when the tests run as root. */
  runAsNobody(...args: readonly string[]): Promise<Ended> {
    chmodSync(this.folder, 0o755)
    return collected(this.#spawn({}, args, process.getuid?.() === 0 ? NOBODY : undefined)).ended
  }

  /** Makes the data as a person does: the service ran there once. */
  async begin(): Promise<void> {
    const { signal, ended } = await this.serve()
    signal('SIGTERM')
    await ended
  }

  /** Starts `consent serve` on a free port, and waits until it says where. */
  async serve(settings: Settings = {}, ...args: readonly string[]): Promise<Running> {
    const child = this.#spawn(settings, ['serve', '--port', '0', ...args])
    const { ended, stdout, stderr } = collected(child)
    const url = await new Promise<string>((resolve, reject) => {
      // The log and the greeting come by two ways, in any order.
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', () => {
          const found = /"listens":"([^"]+)"/.exec(stdout())?.[1]
          if (found !== undefined && /^ {2}Data /m.test(stderr())) resolve(found)
        })
      }
      void ended.then(() => reject(new Error(`it ended: ${stderr()}`)))
    })
    return { url, stdout, stderr, ended, signal: (name) => child.kill(name) }
  }

  #spawn(
    settings: Settings,
    args: readonly string[],
    user: number | undefined = process.getuid?.(),
  ): ChildProcessWithoutNullStreams {
    return this.#start(process.execPath, [MAIN, 'consent', ...args], settings, user)
  }

  #start(
    command: string,
    args: readonly string[],
    settings: Settings,
    user?: number,
  ): ChildProcessWithoutNullStreams {
    const env = { PATH: process.env.PATH, HOME: this.folder, ...settings }
    const options = { cwd: this.folder, env, ...(user === undefined ? {} : { uid: user }) }
    const child = spawn(command, [...args], options)
    this.#children.add(child)
    child.once('close', () => this.#children.delete(child))
    return child
  }
}

function collected(child: ChildProcessWithoutNullStreams): Omit<Running, 'url' | 'signal'> {
  let [out, error] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text
  })
  const ended = once(child, 'close').then(() => ({
    status: child.exitCode,
    stdout: out,
    stderr: error,
  }))
  return { ended, stdout: () => out, stderr: () => error }
}

/** The API key that a command printed: its last line. */
export function keyIn({ stdout }: Ended): string {
  return stdout.trimEnd().split('\n').at(-1) ?? ''
}

/** How the service answers a code that nobody has: 401 for a wrong key, 400 for a right one. */
export async function statusWithKey(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'x'.repeat(43) }),
  })
  await response.arrayBuffer()
  return response.status
}
