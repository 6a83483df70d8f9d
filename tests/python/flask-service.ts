/** A live Flask service that shares the cookies of `compatCookies`; its other half is Python. */
import * as v from 'valibot'
import type { TokenSet } from '../../src/session/state.ts'
import type { FakeCognito } from '../support/fake-cognito.ts'
import { type PythonPeer, startPython } from './peer.ts'

/** Not ASCII alone: both sides take the bytes of its UTF-8. */
export const SECRET_KEY = 'clé-secrète-🔑'

const Claims = v.nullable(v.looseObject({ sub: v.string() }))
const Read = v.strictObject({ access: Claims, id: Claims, refreshToken: v.nullable(v.string()) })
const Written = v.strictObject({ cookies: v.array(v.string()) })

type FlaskClaims = { readonly sub: string; readonly [claim: string]: unknown } | null

/** What Flask makes of a request's cookies: verified claims, and the decrypted refresh token. */
export interface FlaskRead {
  readonly access: FlaskClaims
  readonly id: FlaskClaims
  readonly refreshToken: string | null
}

/** How the cookies are set; as the options of `cognito()` with these names. */
export interface FlaskSettings {
  readonly clientId: string
  readonly encrypted?: boolean
  readonly domain?: string
  readonly sameSite?: string
}

export class FlaskService {
  readonly #python: PythonPeer = startPython('cognito_peer.py')
  readonly #pool: FakeCognito

  constructor(pool: FakeCognito) {
    this.#pool = pool
  }

  async read(cookie: string, settings: FlaskSettings): Promise<FlaskRead> {
    return v.parse(Read, await this.#ask('read', cookie, settings))
  }

  /** The `Set-Cookie` lines of a login, or without a refresh token those of a refresh. */
  async write(tokens: TokenSet, settings: FlaskSettings): Promise<readonly string[]> {
    return v.parse(Written, await this.#ask('write', '', settings, tokens)).cookies
  }

  /** The `Set-Cookie` lines of a logout. */
  async clear(cookie: string, settings: FlaskSettings): Promise<readonly string[]> {
    return v.parse(Written, await this.#ask('clear', cookie, settings)).cookies
  }

  close(): void {
    this.#python.close()
  }

  async #ask(
    what: string,
    cookie: string,
    settings: FlaskSettings,
    tokens?: TokenSet,
  ): Promise<unknown> {
    const { clientId, encrypted = true, domain = null, sameSite = null } = settings
    const { issuer, jwks } = this.#pool
    const config = { clientId, encrypted, domain, sameSite, secretKey: SECRET_KEY, issuer, jwks }
    return await this.#python.ask({ do: what, cookie, config, tokens })
  }
}
