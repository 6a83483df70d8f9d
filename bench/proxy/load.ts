/** The load: `wrk` with 32 connections. */
import { command } from '../../scripts/test/command.ts'
import { OTHER_CORE } from './setup.ts'

const CONNECTIONS = 32

/** What a server did for a while. */
export interface Loaded {
  /** Answers per second. */
  readonly rate: number
  /** Milliseconds that half of the answers took at most. */
  readonly p50: number
  readonly p99: number
}

/** @throws when an answer was anything but 2xx, or a connection broke */
export async function load(
  url: string,
  cookie: string | undefined,
  seconds: number,
): Promise<Loaded> {
  const header = cookie === undefined ? [] : ['-H', `Cookie: ${cookie}`]
  const { ok, output } = await command('taskset', [
    ...['-c', OTHER_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency'],
    ...[...header, url],
  ])
  const rate = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(output)?.[1])
  const refused = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0]
  if (!ok || !(rate > 0) || refused !== undefined) throw new Error(`${url}: ${refused ?? output}`)
  return { rate, p50: latency(output, 50), p99: latency(output, 99) }
}

function latency(output: string, percent: number): number {
  const [, value, unit] =
    new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s)$`, 'm').exec(output) ?? []
  return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
}
