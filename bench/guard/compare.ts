/** One server beside the bare one, in turn, second by second: both see the same machine. */
import { check } from './check.ts'
import { type Loaded, requestsTo } from './load.ts'
import type { RunningServer } from './server.ts'
import { signIn } from './sign-in.ts'
import type { Target } from './targets.ts'

/** A second of each. */
export interface Pair {
  readonly bare: Loaded
  readonly own: Loaded
}

/** What was measured of one target. */
export interface Row {
  readonly target: Target
  /** Bytes of the `Cookie` header. */
  readonly cookie: number
  readonly pairs: readonly Pair[]
  /** Resident memory of the server's process after the last pair, in bytes. */
  readonly memory: number
}

/**
 * Signs in, checks, and measures `seconds` pairs after a warm-up.
 *
 * @param giver - the server that signs the visitor in
 */
export async function compare(
  target: Target,
  servers: Readonly<Record<'own' | 'bare' | 'giver', RunningServer>>,
  { warmUp, seconds }: { readonly warmUp: number; readonly seconds: number },
): Promise<Row> {
  // Anew in every round: a cookie that gets old is written again with every answer.
  const cookies = await signIn(target, servers.giver)
  await check(target, servers.own, cookies)
  const own = requestsTo(servers.own, cookies)
  const bare = requestsTo(servers.bare, [undefined])
  const pairs: Pair[] = []
  try {
    await bare.run(warmUp)
    await own.run(warmUp)
    for (let i = 0; i < seconds; i++) pairs.push({ bare: await bare.run(1), own: await own.run(1) })
  } finally {
    own.close()
    bare.close()
  }
  return { target, cookie: cookies[0]?.length ?? 0, pairs, memory: servers.own.memory() }
}
