/** Renews a session: reads, judges, and writes unless somebody else wrote before. */
import { HallpassError } from '../../errors.ts'
import { judge, type Verdict } from './chain.ts'
import type { TellReuse } from './reuse.ts'
import type { Kept, Sessions } from './sessions.ts'
import { partsOf, type TokenParts, tokenOf } from './token.ts'
import type { RefreshResult, RefreshSession } from './types.ts'

/** How often a session is read again that others wrote meanwhile. */
const MAX_TRIES = 20

/** What a renewal needs. */
export interface Renewing {
  readonly sessions: Sessions
  /** In seconds. */
  readonly grace: number
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly tell: TellReuse
}

/** @throws HallpassError `refresh_token_invalid`, `store_unavailable` */
export async function renew(renewing: Renewing, token: string): Promise<RefreshResult> {
  const parts = partsOf(token)
  if (parts === undefined) throw invalid()
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const result = await tried(renewing, parts)
    if (result !== undefined) return result
  }
  throw busy()
}

/** Undefined: somebody else wrote before. */
async function tried(renewing: Renewing, parts: TokenParts): Promise<RefreshResult | undefined> {
  const { sessions, grace } = renewing
  const now = renewing.now()
  const kept = await sessions.get(parts.id, now)
  if (kept === undefined) throw invalid()
  const { session, chain } = kept.record
  const verdict = judge(chain, parts, grace, now)
  // Of many that notice at once, one tells.
  if (verdict.kind === 'reused' && (await sessions.delete(session.id))) await renewing.tell(session)
  if (verdict.kind === 'foreign' || verdict.kind === 'reused') throw invalid()
  const renewed = verdict.kind === 'same' ? session : await written(sessions, kept, verdict, now)
  return renewed && { token: tokenOf(session.id, verdict.secret, chain.key), session: renewed }
}

async function written(
  sessions: Sessions,
  { record, version }: Kept,
  { chain }: Extract<Verdict, { kind: 'next' }>,
  now: number,
): Promise<RefreshSession | undefined> {
  const expiresAt = sessions.endOf(record.session.createdAt, now)
  const session = { ...record.session, lastUsedAt: now, expiresAt }
  return (await sessions.write({ session, chain }, version, now)) ? session : undefined
}

/** One answer for every reason. */
function invalid(): HallpassError {
  return new HallpassError('refresh_token_invalid', 'The refresh token is not accepted.')
}

/** Something is being written by too many at once. */
export function busy(): HallpassError {
  const message = 'The session is being written by too many at once.'
  return new HallpassError('store_unavailable', message, { retryAfter: 1 })
}
