/** Many clients renew while their store is disturbed. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { isHallpassError } from '../../src/errors.ts'
import type { Store } from '../../src/stores/store.ts'
import { createRefreshTokens } from '../../src/tokens/refresh/create.ts'
import type { RefreshTokens } from '../../src/tokens/refresh/types.ts'
import { isRefused } from './contract/ground.ts'

/** How many stay, and how many sign out meanwhile. */
const OWNERS = 20
const LEAVERS = 10

/** What a disturbance can do. */
export interface Storm {
  /** Resolves when so many renewals have succeeded from now. */
  renewals(count: number): Promise<void>
  /** Moves the clock, in seconds. */
  later(seconds: number): void
}

/**
 * Lets clients renew one token after the other, and some sign out; those who were told that they are
 * out must be, and all others in.
 *
 * @param tabs - How many renew the same token of an owner at once.
 * @param disturb - What happens meanwhile; afterwards the store works.
 */
export async function storm(
  store: Store,
  tabs: number,
  disturb: (storm: Storm) => Promise<void>,
): Promise<void> {
  let offset = 0
  let done = 0
  let isOver = false
  const now = () => Date.now() / 1000 + offset
  const refreshTokens = createRefreshTokens({ store, now })
  const sub = randomUUID()
  const grants = Array.from({ length: OWNERS + LEAVERS }, () => refreshTokens.issue({ sub }))
  const tokens = (await Promise.all(grants)).map(({ token }) => token)

  const owner = async (first: string) => {
    let token = first
    while (!isOver) {
      token = await renewedBy(refreshTokens, token, tabs)
      done += 1
    }
    return token
  }
  const leaver = async (first: string, index: number) => {
    let token = first
    for (let stay = index * 3; stay > 0 && !isOver; stay -= 1) {
      token = await renewedBy(refreshTokens, token, 1)
    }
    const last = renewedOnce(refreshTokens, token)
    await again(() => refreshTokens.revoke(token))
    return [token, (await last) ?? token]
  }

  const staying = tokens.slice(0, OWNERS).map(owner)
  const leaving = tokens.slice(OWNERS).map(leaver)
  const all = Promise.all([...staying, ...leaving])
  await Promise.race([
    all,
    disturb({
      async renewals(count) {
        for (const target = done + count; done < target; ) await setTimeout(5)
      },
      later(seconds) {
        offset += seconds
      },
    }),
  ])
  isOver = true
  await all
  for (const token of await Promise.all(staying)) await again(() => refreshTokens.renew(token))
  for (const token of (await Promise.all(leaving)).flat()) {
    await isRefused(again(() => refreshTokens.renew(token)))
  }
  assert.equal((await refreshTokens.list(sub)).length, OWNERS)
}

/** The next token, by so many at once, however often they must ask. */
async function renewedBy(
  refreshTokens: RefreshTokens,
  token: string,
  tabs: number,
): Promise<string> {
  const asked = Array.from({ length: tabs }, () => again(() => refreshTokens.renew(token)))
  const given = new Set((await Promise.all(asked)).map((one) => one.token))
  assert.equal(given.size, 1)
  return [...given][0] ?? ''
}

/** One try of somebody who signs out at the same time: any answer is right. */
async function renewedOnce(refreshTokens: RefreshTokens, token: string) {
  const [result] = await Promise.allSettled([refreshTokens.renew(token)])
  return result.status === 'fulfilled' ? result.value.token : undefined
}

/** Asks until the store works. */
export async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isHallpassError(error) || error.code !== 'store_unavailable') throw error
      await setTimeout(20)
    }
  }
}
