/** The provider's metadata (OpenID Connect Discovery): fetched at need, kept, kept longer when it is down. */
import * as oauth from 'oauth4webapi'
import { HallpassError } from '../errors.ts'
import type { Ports } from '../http/ports.ts'
import { protocolFault } from './faults.ts'
import { providerFetch } from './provider-fetch.ts'
import { Refreshed } from './refreshed.ts'
import type { ProviderSettings } from './types.ts'

/** Seconds after which metadata is asked for again. */
const FRESH = 3600

const STEP = 'provider metadata'

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
    try {
      const response = await oauth.discoveryRequest(issuer, {
        [oauth.customFetch]: providerFetch(this.#ports.fetch, STEP, 'provider_unavailable'),
        [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
      })
      const metadata = await oauth.processDiscoveryResponse(issuer, response)
      refuseInsecureEndpoints(metadata, issuer)
      return metadata
    } catch (error) {
      throw protocolFault(error, STEP, 'provider_failed')
    }
  }
}

/** An https issuer whose endpoints are http would send codes and secrets in the clear. */
function refuseInsecureEndpoints(metadata: oauth.AuthorizationServer, issuer: URL): void {
  if (issuer.protocol !== 'https:') return
  for (const [name, value] of Object.entries(metadata)) {
    if (!/_endpoint$|^jwks_uri$/.test(name) || typeof value !== 'string') continue
    if (!value.startsWith('https:')) {
      throw new HallpassError('provider_failed', `${STEP}: ${name} is not an https URL`)
    }
  }
}
