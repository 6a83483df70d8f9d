/** One client at one provider at run time: its metadata, keys, and how it authenticates. */
import * as jose from 'jose'
import * as oauth from 'oauth4webapi'
import { type Code, HallpassError } from '../errors.ts'
import type { Ports } from '../http/ports.ts'
import { KeyCache } from './keys.ts'
import { Metadata } from './metadata.ts'
import { type ProviderFetch, providerFetch } from './provider-fetch.ts'
import type { PrivateJwk, ProviderSettings } from './types.ts'

/** Options that every call of oauth4webapi takes. */
export interface CallOptions {
  readonly [oauth.customFetch]: ProviderFetch
  readonly [oauth.allowInsecureRequests]: boolean
}

/** What the steps of a login work with. */
export class ProviderClient {
  readonly settings: ProviderSettings
  readonly ports: Ports
  readonly metadata: Metadata
  readonly keys: KeyCache
  #auth: Promise<oauth.ClientAuth> | undefined

  /** @param other - A client at the same issuer: what that one knows of it is not asked for again. */
  constructor(settings: ProviderSettings, ports: Ports, other?: ProviderClient) {
    this.settings = settings
    this.ports = ports
    const discovered = settings.metadata === undefined && other?.settings.metadata === undefined
    this.metadata = (discovered ? other?.metadata : undefined) ?? new Metadata(settings, ports)
    this.keys = other?.keys ?? new KeyCache(this.metadata, ports)
  }

  /** The client as oauth4webapi knows it, on our clock. */
  get client(): oauth.Client {
    return {
      client_id: this.settings.clientId,
      [oauth.clockTolerance]: this.settings.clockTolerance,
      [oauth.clockSkew]: this.ports.now() - Math.floor(Date.now() / 1000),
    }
  }

  /** How calls of a step are made; `unreachable` is the code when nobody answers. */
  call(step: string, unreachable: Code): CallOptions {
    return {
      [oauth.customFetch]: providerFetch(this.ports.fetch, step, unreachable),
      [oauth.allowInsecureRequests]: this.settings.issuer.startsWith('http:'),
    }
  }

  /** How the client authenticates at the token endpoint. */
  auth(): Promise<oauth.ClientAuth> {
    this.#auth ??= this.#makeAuth()
    // A key that could not be imported, or metadata that was not there, is tried again.
    this.#auth.catch(() => {
      this.#auth = undefined
    })
    return this.#auth
  }

  async #makeAuth(): Promise<oauth.ClientAuth> {
    const { clientAuth, clientSecret, privateKey } = this.settings
    if (privateKey !== undefined) {
      const key = await importPrivateKey(privateKey)
      const { kid } = privateKey
      return oauth.PrivateKeyJwt(kid === undefined ? key : { key, kid })
    }
    if (clientSecret === undefined) return oauth.None()
    const offered = (await this.metadata.get()).token_endpoint_auth_methods_supported
    const post =
      clientAuth === undefined
        ? offered?.includes('client_secret_basic') === false &&
          offered.includes('client_secret_post')
        : clientAuth === 'client_secret_post'
    return post ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret)
  }
}

async function importPrivateKey(jwk: PrivateJwk): Promise<CryptoKey> {
  try {
    const key = await jose.importJWK(jwk, jwk.alg)
    if (key instanceof CryptoKey && key.type === 'private') return key
  } catch {
    // What an importer says may quote the key.
  }
  throw new HallpassError('invalid_config', 'login.privateKey is no private key of its alg')
}
