/** The load: `wrk` with 32 connections, on the other core than the server. */
import { command } from '../../scripts/test/command.ts'
import { OTHER_CORE, type Running } from './process.ts'

const CONNECTIONS = 32

/** What a server did under load for a while. */
export interface Loaded {
  /** Answers per second. */
  readonly rate: number
  /** What its process computed for one answer, in microseconds; undefined where it has several. */
  readonly cpu: number | undefined
}

/** What wrk sends: a path and headers, or requests that `wrk.lua` makes of files. */
export interface Sent {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The arguments of `wrk.lua`, which differ from turn to turn. */
  readonly script?: (turn: number) => readonly string[]
}

/**
 * Sends for a second.
 *
 * @throws when an answer was anything but 2xx, or a connection broke
 */
export async function load(server: Running, sent: Sent, turn: number): Promise<Loaded> {
  const headers = Object.entries(sent.headers).flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ])
  const script = new URL('wrk.lua', import.meta.url).pathname
  const more = sent.script === undefined ? [] : ['-s', script]
  const url = `${server.baseUrl}${sent.path}`
  const before = server.cpuTime()
  const { ok, output } = await command('taskset', [
    ...['-c', OTHER_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, '-d1s'],
    ...[...headers, ...more, url, ...(sent.script?.(turn) ?? [])],
  ])
  const after = server.cpuTime()
  const rate = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(output)?.[1])
  const answers = Number(/^\s*(\d+) requests in /m.exec(output)?.[1])
  const refused = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0]
  if (!ok || !(rate > 0) || refused !== undefined) throw new Error(refused ?? output)
  const known = before !== undefined && after !== undefined
  return { rate, cpu: known ? (after - before) / answers : undefined }
}
