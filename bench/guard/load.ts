/** The load: `wrk` on a core of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../../scripts/test/command.ts'
import type { RunningServer } from './server.ts'

const LOAD_CORE = '1'
const CONNECTIONS = 32

/** What a server did under load for a while. */
export interface Loaded {
  /** Answers per second. */
  readonly rate: number
  /** What its process computed for one answer, in microseconds. */
  readonly cpu: number
}

/** The requests that a server gets: `GET /me` with each value of a header in turn. */
export interface Requests {
  /** @throws when an answer was anything but 2xx, or a connection broke */
  run(seconds: number): Promise<Loaded>
  close(): void
}

/**
 * Requests for a server; `undefined` in place of a value sends no such header.
 *
 * @param values - of the header, which is `Cookie` unless it is said
 */
export function requestsTo(
  server: RunningServer,
  values: readonly (string | undefined)[],
  header = 'Cookie',
): Requests {
  const url = `${server.baseUrl}/me`
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
  const file = join(folder, 'values')
  writeFileSync(file, `${values.join('\n')}\n`)
  const script = new URL('wrk.lua', import.meta.url).pathname
  const [only, ...others] = values
  // A script costs wrk time of its own: only where one header is not enough.
  const one = only === undefined ? [url] : ['-H', `${header}: ${only}`, url]
  const rest = others.length === 0 ? one : ['-s', script, url, file, header]
  return {
    async run(seconds) {
      const before = server.cpuTime()
      const { answers, rate } = await wrk(seconds, rest)
      return { rate, cpu: (server.cpuTime() - before) / answers }
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

async function wrk(
  seconds: number,
  rest: readonly string[],
): Promise<{ answers: number; rate: number }> {
  const fixed = ['-c', LOAD_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`]
  const { ok, output } = await command('taskset', [...fixed, ...rest])
  const rate = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(output)?.[1])
  const answers = Number(/^\s*(\d+) requests in /m.exec(output)?.[1])
  const refused = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0]
  if (!ok || !(rate > 0) || refused !== undefined) throw new Error(refused ?? output)
  return { answers, rate }
}
