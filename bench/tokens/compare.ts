/** One server beside the bare one, in turn, second by second: both are sent the same. */
import type { Pair } from '../guard/compare.ts'
import { requestsTo } from '../guard/load.ts'
import type { RunningServer } from '../guard/server.ts'
import { check } from './check.ts'
import { headersFor } from './material.ts'
import type { Target } from './targets.ts'

/** What was measured of one target. */
export interface Row {
  readonly target: Target
  /** Bytes of the token. */
  readonly bytes: number
  readonly pairs: readonly Pair[]
  /** Resident memory of the server's process after the last pair, in bytes. */
  readonly memory: number
}

/** Checks, and measures `seconds` pairs after a warm-up. */
export async function compare(
  target: Target,
  servers: Readonly<Record<'own' | 'bare', RunningServer>>,
  { warmUp, seconds }: { readonly warmUp: number; readonly seconds: number },
): Promise<Row> {
  const headers = await headersFor(target)
  await check(target, servers.own, headers)
  const own = requestsTo(servers.own, headers, 'Authorization')
  const bare = requestsTo(servers.bare, headers, 'Authorization')
  const pairs: Pair[] = []
  try {
    await bare.run(warmUp)
    await own.run(warmUp)
    for (let i = 0; i < seconds; i++) pairs.push({ bare: await bare.run(1), own: await own.run(1) })
  } finally {
    own.close()
    bare.close()
  }
  const bytes = (headers[0] ?? '').length - 'Bearer '.length
  return { target, bytes, pairs, memory: servers.own.memory() }
}
