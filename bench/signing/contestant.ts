/** What is measured: one way to do one thing. */

/** The four things that are done; each is a table. */
export const TASKS = ['sign', 'verify', 'seal', 'open'] as const

export type Task = (typeof TASKS)[number]

/** One way to do a task with a payload. */
export interface Contestant {
  readonly task: Task
  readonly name: string
  /** `bare`: the calls of `node:crypto`; `ours`: what the peers are compared with. */
  readonly role: 'bare' | 'ours' | 'peer'
  /** Does it so many times; gives the milliseconds that it took. */
  run(times: number): Promise<number>
}

/** A function that is called in a row. */
export function called(call: () => unknown): Contestant['run'] {
  return async (times) => {
    const start = performance.now()
    for (let i = 0; i < times; i++) call()
    return performance.now() - start
  }
}

/** An asynchronous function, each call awaited before the next. */
export function awaited(call: () => Promise<unknown>): Contestant['run'] {
  return async (times) => {
    const start = performance.now()
    for (let i = 0; i < times; i++) await call()
    return performance.now() - start
  }
}

/** A way to write and to read, before it is measured. */
export interface Pair {
  readonly name: string
  readonly role: Contestant['role']
  /** Whether it hides the payload. */
  readonly seals: boolean
  /** It differs from another way in reading alone, and is measured in that. */
  readonly readsOnly?: boolean
  readonly write: () => unknown
  /** Gives the payload, or throws. */
  readonly read: (token: string) => unknown
}

/**
 * The two contestants of a pair, after it was shown to work: it gives back the payload, and
 * refuses a token that was changed.
 *
 * @throws Error when it does not: what checks nothing is no peer
 */
export async function contestants(pair: Pair, payload: unknown): Promise<Contestant[]> {
  const { name, role, seals, write, read } = pair
  const token = String(await write())
  const back = await read(token)
  if (JSON.stringify(back) !== JSON.stringify(payload)) throw new Error(`${name} loses the payload`)
  if (await opens(read, changed(token))) throw new Error(`${name} takes a token that was changed`)
  const isAsync = write() instanceof Promise
  const run = isAsync ? (call: () => unknown) => awaited(async () => await call()) : called
  const reading = {
    task: seals ? 'open' : 'verify',
    name,
    role,
    run: run(() => read(token)),
  } as const
  if (pair.readsOnly) return [reading]
  return [{ task: seals ? 'seal' : 'sign', name, role, run: run(write) }, reading]
}

async function opens(read: Pair['read'], token: string): Promise<boolean> {
  try {
    const result = await read(token)
    return result !== false && result !== null && result !== undefined
  } catch {
    return false
  }
}

/** Another character in the middle of the last part, where no spare bits are. */
function changed(token: string): string {
  const at = token.length - 10
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
}
