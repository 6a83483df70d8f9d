/** When a choice was made, as far as a site is believed about it. */
import { HallpassError } from '../../errors.ts'
import type { InForce } from '../policy.ts'
import type { Sent } from './change.ts'

/** Browsers keep a cookie for 400 days at most: what is older was not kept by one. */
const OLDEST = 400 * 86_400_000

/**
 * The time of a choice in milliseconds: as it was said, else now. A time to come is now: a browser
 * whose clock is fast must not overrule what is chosen after. That it may lie before the visitor
 * was known is meant: on a first visit while the service was down they choose before they come by.
 *
 * @throws `bad_request` for a time of which nothing can be proved: more than 400 days ago, or
 * before the version of the policy that was shown was published
 */
export function chosenAt({ chosenAt: at, policy }: Sent, force: InForce, now: number): number {
  if (at === undefined || at >= now) return now
  if (now - at > OLDEST) throw bad('is more than 400 days ago')
  const shown = force.policies.find(({ version }) => version === policy)
  if (shown !== undefined && at < shown.createdAt) {
    throw bad('is before that version of the policy was published')
  }
  return at
}

function bad(why: string): HallpassError {
  return new HallpassError('bad_request', `The choice cannot be used: chosen_at ${why}.`)
}
