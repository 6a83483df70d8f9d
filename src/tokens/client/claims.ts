/** What a token says, read by its client: nothing here is verified. */

/** The claims of a token, by their names on the wire. */
export type ClientClaims = Readonly<Record<string, unknown>>

/** The claims of a JWT; undefined for what is none. */
export function readClaims(token: string): ClientClaims | undefined {
  const payload = token.split('.')[1] ?? ''
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    return objectOf(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}

/**
 * For how long a token is good, in seconds. It is counted from when the token came: the clock of
 * the service and the one here need not agree. Undefined: the token does not say.
 */
export function lifetimeOf({ exp, iat }: ClientClaims): number | undefined {
  if (typeof exp !== 'number' || typeof iat !== 'number') return undefined
  return Math.max(0, exp - iat)
}

/** An object of JSON; undefined for any other value. */
export function objectOf(value: unknown): ClientClaims | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return { ...value }
}
