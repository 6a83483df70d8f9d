/** What a session holds, and how it is written inside the sealed cookie. */

/** Claims about a user, as the provider gave them. */
export interface Claims {
  readonly sub: string
  readonly [claim: string]: unknown
}

/** The tokens of a signed-in session. Times are seconds since the epoch. */
export interface TokenSet {
  readonly accessToken?: string
  /** Absent when the provider did not say. */
  readonly accessTokenExpiresAt?: number
  /** When a refresh is due: some time before the expiry. */
  readonly refreshAt?: number
  readonly refreshToken?: string
  /** Kept as `id_token_hint` for the logout. */
  readonly idToken?: string
}

/** Who signed in, where, and how. */
export interface LoginState {
  /** The name of the login provider. */
  readonly provider: string
  readonly issuer: string
  readonly clientId: string
  readonly user: Claims
  readonly groups: readonly string[]
  /** The claims in `user` that the userinfo endpoint gave; absent when it gave none. */
  readonly userinfo?: readonly string[]
  /** When the user last proved who they are (`auth_time`), else when the login ended here. */
  readonly authTime: number
  /** The authentication context class that was reached. */
  readonly acr?: string
  /** The classes that the login asked for, reached or not: asking once more would not help. */
  readonly acrAsked?: string
  /** The provider's session id; kept from the first ID token, since refreshed ones may lack it. */
  readonly sid?: string
  readonly tokens: TokenSet
  /** What the app put in place of the provider's word: a refresh does not change it back. */
  readonly byApp?: { readonly user?: boolean; readonly groups?: boolean }
}

/** One session. Immutable: a change makes a new one. */
export interface SessionState {
  /** 128 random bits, base64url; a login always makes a new one. */
  readonly id: string
  /** When the session began: the absolute time-out counts from here. */
  readonly createdAt: number
  /** When it was last written: the idle time-out counts from here. */
  readonly seenAt: number
  /** When it ends, where its keeper knows it from elsewhere than the two time-outs. */
  readonly endsAt?: number
  /** What began it, for a list of sessions: `Firefox on Windows`. Stored sessions alone have it. */
  readonly label?: string
  /** Absent while signed out. */
  readonly login?: LoginState
  /** The app's own data. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Version of the layout; a cookie of another version counts as signed out. */
const VERSION = 1

/** The session as text, to be sealed. */
export function serializeSession(state: SessionState): string {
  return JSON.stringify({ v: VERSION, ...state })
}

/**
 * The session that `serializeSession` wrote; undefined for another version or another thing.
 * The result is frozen all through, since it is kept and shared between requests.
 */
export function parseSession(text: string): SessionState | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  return isSession(value) ? deepFreeze(value) : undefined
}

function isSession(value: unknown): value is SessionState & { v: number } {
  if (!isRecord(value) || value.v !== VERSION) return false
  const { id, createdAt, seenAt, data, label, login } = value
  if (label !== undefined && typeof label !== 'string') return false
  if (typeof id !== 'string' || !Number.isFinite(createdAt) || !Number.isFinite(seenAt))
    return false
  return isRecord(data) && (login === undefined || isLogin(login))
}

function isLogin(value: unknown): value is LoginState {
  if (!isRecord(value) || !isRecord(value.user) || !isRecord(value.tokens)) return false
  return (
    typeof value.provider === 'string' &&
    typeof value.issuer === 'string' &&
    typeof value.clientId === 'string' &&
    typeof value.user.sub === 'string' &&
    value.user.sub !== '' &&
    isTexts(value.groups) &&
    (value.userinfo === undefined || isTexts(value.userinfo)) &&
    Number.isFinite(value.authTime)
  )
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

/** Whether `value` is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Freezes a JSON value all through. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
