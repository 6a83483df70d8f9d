/** What every `requireLogin` asks: the guard itself, or who makes the request. */
import { HallpassError } from '../errors.ts'
import type { Access } from '../guard/access.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { checkRequest, isRequestGuard } from '../http/request-guard.ts'
import type { Visitor } from '../pass/types.ts'

/**
 * The answer to give instead of going on, if any. A guard looks at the request alone, so that it
 * needs no `mount`.
 *
 * @param mount - How the adapter is mounted, for the error.
 * @throws `not_mounted` when somebody is asked for and nobody looked
 */
export function checkedAccess(
  access: Access,
  visitor: Visitor | undefined,
  exchange: () => Exchange,
  mount: string,
): MaybePromise<Reply | undefined> {
  if (isRequestGuard(access)) return access[checkRequest](exchange())
  if (visitor !== undefined) return visitor.check(access)
  throw new HallpassError('not_mounted', `requireLogin needs \`${mount}\` before it.`)
}
