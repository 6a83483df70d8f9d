/** Who lives at a fake provider. */

/** A user, and what an ID token says of them. */
export interface FakeUser {
  readonly sub: string
  /** In the claim `groups`; default: none. */
  readonly groups?: readonly string[]
  /** Further claims of the ID token, such as `email`, `acr` or `auth_time`. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** The claims about a user. */
export function claimsOf({ sub, groups, claims }: FakeUser): Record<string, unknown> {
  return { ...claims, ...(groups && { groups }), sub }
}
