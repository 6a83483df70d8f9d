/** The program `hallpass guard serve`, run as an operator runs it: in a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export type Settings = Readonly<Record<string, string>>

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A guard that was started, and what it printed so far. */
export interface Running {
  /** Where it listens: `http://127.0.0.1:8701`. */
  readonly url: string
  /** The address that visitors see. */
  readonly base: string
  readonly metrics: string | undefined
  /** Its process. */
  readonly pid: number
  readonly stdout: () => string
  readonly stderr: () => string
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

/** Settings that any guard needs; nothing asks this provider. */
export const SETTINGS: Settings = {
  AGS_CLIENT_ISSUER: 'http://127.0.0.1:9',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'hunter2-of-the-client',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account,admin/*',
  AGS_CLIENT_SESSION_SECRET: 'hunter2-of-the-sessions-of-the-guard',
}

/** Runs guards in one folder; after the tests of the file, all of it goes. */
export class GuardProgram {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hallpass-guard-serve-'))
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

  /** Writes a file of the folder; gives its path. */
  file(name: string, text: string): string {
    writeFileSync(this.path(name), text)
    return this.path(name)
  }

  /** Runs to its end, with no other settings than these. */
  run(settings: Settings, ...args: readonly string[]): Promise<Ended> {
    return collected(this.#spawn(settings, args)).ended
  }

  /** Starts a guard with `SETTINGS` and these on a free port, and waits until it says where. */
  serve(settings: Settings = {}, ...args: readonly string[]): Promise<Running> {
    return this.serveAlone({ ...SETTINGS, ...settings }, ...args)
  }

  /** The same with no other settings than these. */
  async serveAlone(settings: Settings, ...args: readonly string[]): Promise<Running> {
    const port = args.includes('--port') || settings.HALLPASS_PORT ? [] : ['--port', '0']
    const child = this.#spawn(settings, [...port, ...args])
    const { ended, stdout, stderr } = collected(child)
    const line = await new Promise<Record<string, string>>((resolve, reject) => {
      // The log and the greeting come by two ways, in any order.
      const look = () => {
        const running = stdout()
          .split('\n')
          .find((one) => one.endsWith('}') && one.includes('"message":"running"'))
        if (running !== undefined && /post-logout/.test(stderr())) resolve(JSON.parse(running))
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      void ended.then(({ stderr: said }) => reject(new Error(`it ended: ${said}`)))
    })
    const { listens = '', baseUrl = '', metrics } = line
    const signal = (name: NodeJS.Signals) => child.kill(name)
    const { pid = 0 } = child
    return { url: listens, base: baseUrl, metrics, pid, stdout, stderr, ended, signal }
  }

  #spawn(settings: Settings, args: readonly string[]): ChildProcessWithoutNullStreams {
    const env = { PATH: process.env.PATH, HOME: this.folder, ...settings }
    const child = spawn(process.execPath, [MAIN, 'guard', 'serve', ...args], {
      cwd: this.folder,
      env,
    })
    this.#children.add(child)
    child.once('close', () => this.#children.delete(child))
    return child
  }
}

/** Ends a guard as an operator does. */
export async function stopped(running: Running): Promise<Ended> {
  running.signal('SIGTERM')
  return running.ended
}

function collected(
  child: ChildProcessWithoutNullStreams,
): Pick<Running, 'ended' | 'stdout' | 'stderr'> {
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
