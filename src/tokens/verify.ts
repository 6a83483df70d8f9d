/** The check of a token that was not seen before: form, key, signature, claims (RFC 8725). */
import type { MaybePromise } from '../http/exchange.ts'
import { chained } from './chained.ts'
import { checkedTimes, type Moment, type Parties, type Payload, refuseToken } from './claims.ts'
import { isType, type Parts, partsOf, type TokenType } from './form.ts'
import { NO_KEY } from './jwk-key.ts'
import type { TokenKey } from './signing-keys.ts'
import { FOREIGN_CLAIMS } from './wire-names.ts'

/** What a token must be like. */
export interface Expected extends Parties {
  readonly keys: readonly TokenKey[]
  readonly typ: TokenType
}

/**
 * The payload of a good token.
 *
 * @throws HallpassError (or rejects with it) `token_expired`; `token_invalid` for everything else.
 * None holds a part of the token.
 */
export function verifiedPayload(
  token: unknown,
  expected: Expected,
  moment: Moment,
): MaybePromise<Payload> {
  const parts = partsOf(token)
  return chained(isSigned(parts.token, candidatesFor(parts, expected)), (signed) => {
    if (!signed) refuseToken('its signature is not right')
    return checkedPayload(parts.payload, expected, moment)
  })
}

function checkedPayload(payload: Payload, expected: Expected, moment: Moment): Payload {
  checkedTimes(payload, expected, moment)
  refuseForeign(payload)
  return payload
}

/** @throws HallpassError `token_invalid` for what OpenID Connect has tokens of its own for */
export function refuseForeign(payload: Payload): void {
  const foreign = FOREIGN_CLAIMS.some((name) => Object.hasOwn(payload, name))
  if (foreign) refuseToken('it is an ID token or a logout token')
}

/** Secrets have no names, so that each is tried; of named keys one is chosen. */
function candidatesFor({ header }: Parts, { keys, typ }: Expected): readonly TokenKey[] {
  if (!isType(header.typ, typ)) refuseToken('it is of another type')
  const candidates = keys.filter(
    ({ kid, algorithm }) => algorithm === header.alg && (kid === undefined || kid === header.kid),
  )
  return candidates.length > 0 ? candidates : refuseToken(NO_KEY)
}

function isSigned(token: string, [key, ...others]: readonly TokenKey[]): MaybePromise<boolean> {
  if (key === undefined) return false
  return chained(key.signed(token), (signed) => signed || isSigned(token, others))
}
