/** The provider's metadata (OpenID Connect Discovery): fetched at need, kept, kept longer when it is down. */
import * as oauth from 'oauth4webapi'
import { HallpassError } from '../errors.ts'
import type { Ports } from '../http/ports.ts'
import { isRecord } from '../session/state.ts'
import { protocolFault } from './faults.ts'
import { providerFetch, RETRY_AFTER } from './provider-fetch.ts'
import { Refreshed } from './refreshed.ts'
import type { ProviderSettings } from './types.ts'

/** Seconds after which metadata is asked for again. */
const FRESH = 3600

const STEP = 'provider metadata'

/** Where we call, and where browsers are sent. */
const ADDRESSES = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
]
const LISTS = [
  'id_token_signing_alg_values_supported',
  'userinfo_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
]

/** Lazily fetched metadata of one issuer. */
export class Metadata {
  readonly #settings: ProviderSettings
  readonly #ports: Ports
  readonly #discovered: Refreshed<oauth.AuthorizationServer>

  constructor(settings: ProviderSettings, ports: Ports) {
    this.#settings = settings
    this.#ports = ports
    this.#discovered = new Refreshed(FRESH, ports.now, () => this.#discover())
  }

  /** @throws `provider_unavailable`, `provider_timeout`, `provider_failed` */
  get(): Promise<oauth.AuthorizationServer> {
    const known = this.#settings.metadata
    return known === undefined ? this.#discovered.get() : Promise.resolve(known)
  }

  /** What is known without asking anybody. */
  peek(): oauth.AuthorizationServer | undefined {
    return this.#settings.metadata ?? this.#discovered.peek()
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.#settings.issuer)
    const step = `${STEP} of ${this.#settings.issuer}`
    try {
      const response = await oauth.discoveryRequest(issuer, {
        [oauth.customFetch]: providerFetch(this.#ports.fetch, step, 'provider_unavailable'),
        [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
      })
      return checked(await oauth.processDiscoveryResponse(issuer, response), issuer)
    } catch (error) {
      // What the library throws for an issuer that is not even a URL.
      if (error instanceof TypeError) throw failed('the issuer is not a URL')
      throw otherIssuer(error, issuer) ?? protocolFault(error, step, 'provider_failed')
    }
  }
}

/** Nearly always a slip in the option: the two names side by side show it. */
function otherIssuer(error: unknown, issuer: URL): HallpassError | undefined {
  if (!(error instanceof oauth.OperationProcessingError)) return undefined
  if (error.code !== oauth.JSON_ATTRIBUTE_COMPARISON) return undefined
  const { cause } = error
  const body = isRecord(cause) && isRecord(cause.body) ? cause.body : {}
  const named = typeof body.issuer === 'string' ? URL.parse(body.issuer)?.href : undefined
  return failed(
    `they name the issuer ${named?.slice(0, 200)}, and login.issuer is ${issuer.href}: write it the same`,
  )
}

/**
 * The metadata without what is null, once what we use of it is of the right kind. An https
 * issuer whose endpoints are http would send codes and secrets in the clear.
 */
function checked(metadata: oauth.AuthorizationServer, issuer: URL): oauth.AuthorizationServer {
  for (const name of ADDRESSES) {
    const value = metadata[name] ?? undefined
    if (value === undefined) continue
    const url = typeof value === 'string' ? URL.parse(value) : null
    const safe = url?.protocol === 'https:' || url?.protocol === issuer.protocol
    if (!safe) throw failed(`${name} is not an ${issuer.protocol.slice(0, -1)} URL`)
  }
  for (const name of LISTS) {
    const value = metadata[name] ?? []
    if (!Array.isArray(value)) throw failed(`${name} is not a list`)
  }
  const given = Object.entries(metadata).filter(([, value]) => value !== null)
  return { ...Object.fromEntries(given), issuer: metadata.issuer }
}

function failed(why: string): HallpassError {
  return new HallpassError('provider_failed', `${STEP}: ${why}`, { retryAfter: RETRY_AFTER })
}
