/** The headers that tell an app behind the guard who is there. */
import type { HeaderList } from '../../http/exchange.ts'
import type { Visitor } from '../../pass/types.ts'
import { headerJson, headerText, headerTexts, headerToken } from './values.ts'

/** Their names, in the order in which they are sent. */
export const IDENTITY_HEADERS = [
  'x-forwarded-user',
  'x-forwarded-email',
  'x-forwarded-preferred-username',
  'x-forwarded-groups',
  'x-hallpass-groups',
  'x-hallpass-id-token',
  'x-hallpass-id-token-jwt',
  'x-hallpass-access-token',
  'x-hallpass-userinfo',
] as const

/** One of them. */
export type IdentityHeader = (typeof IDENTITY_HEADERS)[number]

const NONE: HeaderList = Object.freeze([])
/** More than a name has before the `@`, and one host after it: nobody may pass for another. */
const ADDRESS = /^[^@\s,]+@[^@\s,]+$/

const VALUES: Readonly<Record<IdentityHeader, (visitor: Visitor) => string | undefined>> = {
  'x-forwarded-user': ({ user }) => headerText(user?.sub),
  'x-forwarded-email': ({ user }) => emailOf(user),
  'x-forwarded-preferred-username': ({ user }) => headerText(claimOf(user, 'preferred_username')),
  'x-forwarded-groups': ({ groups }) => headerTexts(groups),
  'x-hallpass-groups': ({ groups }) => headerJson(groups),
  'x-hallpass-id-token': ({ auth }) => headerJson(auth?.id_token),
  'x-hallpass-id-token-jwt': ({ auth }) => headerToken(auth?.id_token_jwt),
  'x-hallpass-access-token': ({ auth }) => headerToken(auth?.access_token),
  'x-hallpass-userinfo': ({ auth }) => headerJson(auth?.userinfo),
}

/**
 * What an app is told of a visitor; nothing of one who is signed out.
 *
 * The values are printable ASCII. In `x-forwarded-…` everything else, and every `%`, is
 * percent-encoded UTF-8; a group with a comma or a control character is left out there, and so is
 * an address that the provider says is not verified. `x-hallpass-groups`, `x-hallpass-id-token` and
 * `x-hallpass-userinfo` are JSON with `\u…` escapes. A value above 7000 characters is left out.
 *
 * @param wanted - Default: all of them.
 */
export function identityHeaders(
  visitor: Visitor,
  wanted: readonly IdentityHeader[] = IDENTITY_HEADERS,
): HeaderList {
  if (visitor.user === undefined) return NONE
  const headers: (readonly [string, string])[] = []
  for (const name of wanted) {
    const value = VALUES[name](visitor)
    if (value !== undefined) headers.push([name, value])
  }
  return headers
}

/**
 * Whether a name, in whatever spelling, could be read as one that only the guard may send. Servers
 * take `_` (and some a dot) for `-`, and ignore case.
 */
export function isReserved(name: string): boolean {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '-')
  return NAMES.has(plain) || plain.startsWith('x-hallpass-') || plain.startsWith('x-auth-request-')
}

/** Beside ours, those by which other guards tell the same. */
const NAMES: ReadonlySet<string> = new Set([
  ...IDENTITY_HEADERS,
  ...['user', 'groups', 'email', 'name'].flatMap((what) => [`remote-${what}`, `x-remote-${what}`]),
])

function claimOf(user: Visitor['user'], name: string): unknown {
  return user?.[name]
}

function emailOf(user: Visitor['user']): string | undefined {
  const email = claimOf(user, 'email')
  if (typeof email !== 'string' || !ADDRESS.test(email)) return undefined
  return claimOf(user, 'email_verified') === false ? undefined : headerText(email)
}
