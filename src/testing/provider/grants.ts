/** The codes and tokens of a fake provider: what each is good for, and until when. */
import { createHash, randomBytes } from 'node:crypto'
import { equalText } from '../../crypto/equal.ts'
import type { FakeUser } from './user.ts'

/** Seconds for which a code is good, and an access token. */
const CODE_TTL = 60
export const ACCESS_TTL = 300

/** A login at the provider. */
export interface Login {
  readonly user: FakeUser
  readonly nonce: string | null
  /** Seconds since the epoch. */
  readonly authTime: number
}

interface Code {
  readonly login: Login
  readonly redirectUri: string | null
  readonly challenge: string | null
  readonly expiresAt: number
}

/** Everything that was given out. Codes and refresh tokens work once. */
export class Grants {
  readonly #now: () => number
  readonly #codes = new Map<string, Code>()
  readonly #refresh = new Map<string, Login>()
  readonly #access = new Map<string, { user: FakeUser; expiresAt: number }>()

  constructor(now: () => number) {
    this.#now = now
  }

  code(login: Login, redirectUri: string | null, challenge: string | null): string {
    const expiresAt = this.#now() + CODE_TTL
    return remember(this.#codes, { login, redirectUri, challenge, expiresAt })
  }

  /** The login that a code was for; undefined where the code, the address or the verifier is wrong. */
  redeem(code: string, redirectUri: string, verifier: string): Login | undefined {
    const found = this.#codes.get(code)
    this.#codes.delete(code)
    if (found === undefined || found.expiresAt <= this.#now()) return undefined
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const isRight = found.redirectUri === redirectUri && equalText(found.challenge ?? '', challenge)
    return isRight ? found.login : undefined
  }

  accessToken(user: FakeUser): string {
    return remember(this.#access, { user, expiresAt: this.#now() + ACCESS_TTL })
  }

  userOf(accessToken: string): FakeUser | undefined {
    const found = this.#access.get(accessToken)
    return found !== undefined && found.expiresAt > this.#now() ? found.user : undefined
  }

  refreshToken(login: Login): string {
    return remember(this.#refresh, login)
  }

  /** The login of a refresh token, which is spent. */
  spend(refreshToken: string): Login | undefined {
    const login = this.#refresh.get(refreshToken)
    this.#refresh.delete(refreshToken)
    return login
  }
}

function remember<Value>(values: Map<string, Value>, value: Value): string {
  const id = randomBytes(24).toString('base64url')
  values.set(id, value)
  return id
}
