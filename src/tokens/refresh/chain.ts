/**
 * What a secret that comes means for the chain of its session. No I/O: the caller writes what is to
 * be written, if nobody wrote before, and asks again otherwise.
 *
 * `docs/decisions/refresh-tokens.md` says why it is safe.
 */
import { randomBytes } from 'node:crypto'
import { equalBytes } from '../../crypto/equal.ts'
import type { Chain, Spent } from './record.ts'
import { digestOf, isAuthentic, KEY_BYTES, successorOf, type TokenParts } from './token.ts'

/** Seconds for which a spent token gets the same answer again, whatever happened since. */
export const OVERLAP = 30

/** The most spent secrets that are remembered. */
const MAX_SPENT = 8

/** What comes of a token. */
export type Verdict =
  /** Made by somebody else: nothing happens. */
  | { readonly kind: 'foreign' }
  /** Spent, and too late: the session ends. */
  | { readonly kind: 'reused' }
  /** The answer of before, again. */
  | { readonly kind: 'same'; readonly secret: Uint8Array }
  /** Another secret, once the chain is written. */
  | { readonly kind: 'next'; readonly secret: Uint8Array; readonly chain: Chain }

/** A chain that begins with a secret. */
export function chainFrom(id: string, secret: Uint8Array): Chain {
  return { key: randomBytes(KEY_BYTES), ...ending(id, secret), spent: [] }
}

/**
 * Judges a token.
 *
 * @param grace - Seconds in which the answer to the newest spent token can be fetched anew.
 * @param now - Seconds since the epoch.
 */
export function judge(chain: Chain, token: TokenParts, grace: number, now: number): Verdict {
  if (!isAuthentic(token, chain.key)) return { kind: 'foreign' }
  const digest = digestOf(token.secret)
  if (equalBytes(digest, chain.current)) return advance(chain, token, chain.salt, now)
  if (equalBytes(digest, chain.next)) return caughtUp(chain, token, now)

  const place = chain.spent.findIndex((spent) => equalBytes(digest, spent.digest))
  const spent = chain.spent[place]
  if (spent === undefined) return { kind: 'reused' }
  if (now - spent.at <= OVERLAP) return { kind: 'same', secret: followed(chain, token, place) }
  // Its successor is the current one, so nobody has shown that it arrived.
  if (place === 0 && now - spent.spentAt <= grace) return anew(chain, token, spent, now)
  return { kind: 'reused' }
}

/** The good token is spent for its successor, which was settled when it was made. */
function advance(chain: Chain, { id, secret }: TokenParts, salt: Uint8Array, now: number): Verdict {
  const successor = successorOf(id, secret, salt)
  const spent = { digest: digestOf(secret), salt, spentAt: now, at: now }
  // Those before one that is too old go with it, whatever the clocks of several machines say.
  const tooOld = chain.spent.findIndex(({ at }) => now - at > OVERLAP)
  const recent = tooOld === -1 ? chain.spent : chain.spent.slice(0, tooOld)
  const list = [spent, ...recent].slice(0, MAX_SPENT)
  const next = { key: chain.key, ...ending(id, successor), spent: list }
  return { kind: 'next', secret: successor, chain: next }
}

/**
 * The successor comes, and the store says that it was never given: it lost its last write, as a
 * copy can that took over. Only we and the owner of the current token can make it, so it is good.
 */
function caughtUp(chain: Chain, token: TokenParts, now: number): Verdict {
  return advance({ ...chain, spent: [] }, token, randomBytes(KEY_BYTES), now)
}

/**
 * The answer was lost, or the successor is in other hands. A new successor takes its place: if the
 * former one comes after all, both are in use, and the session ends.
 */
function anew(chain: Chain, { id, secret }: TokenParts, before: Spent, now: number): Verdict {
  const salt = randomBytes(KEY_BYTES)
  const successor = successorOf(id, secret, salt)
  const spent = [{ ...before, salt, at: now }]
  return {
    kind: 'next',
    secret: successor,
    chain: { key: chain.key, ...ending(id, successor), spent },
  }
}

/** The current secret, from the spent one at a place. */
function followed(chain: Chain, { id, secret }: TokenParts, place: number): Uint8Array {
  const salts = chain.spent.slice(0, place + 1).map(({ salt }) => salt)
  return salts.reduceRight((before, salt) => successorOf(id, before, salt), secret)
}

function ending(id: string, secret: Uint8Array): Pick<Chain, 'current' | 'salt' | 'next'> {
  const salt = randomBytes(KEY_BYTES)
  return { current: digestOf(secret), salt, next: digestOf(successorOf(id, secret, salt)) }
}
