/** A real OpenID provider (`oidc-provider`) on this machine, with a sign-in page of its own. */
import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider'
import { ACCOUNTS, type Account } from './accounts.ts'
import { makeSigningKey } from './data.ts'
import { configuration } from './provider-config.ts'
import { pageHeaders, providerListener } from './provider-routes.ts'
import { finishAddress } from './sign-out.ts'
import { openSite } from './site.ts'
import { openStore, type ProviderStore } from './store.ts'

/** What a provider is made from. */
export interface ProviderOptions {
  /** The apps that may sign in, as OpenID client metadata. */
  readonly clients: readonly ClientMetadata[]
  /** Who can sign in. Default: the three demo accounts. */
  readonly accounts?: readonly Account[]
  /** The lifetime of an access token, in seconds. Default: 60. */
  readonly accessTokenTtl?: number
  /** Where it keeps its data. Default: in memory. */
  readonly store?: ProviderStore
  /** Its private keys, each a JWK. Default: one made now. */
  readonly keys?: Record<string, string>[]
  /** The secret that signs its cookies. Default: one made now. */
  readonly cookieSecret?: string
  /** Told of faults on the provider's side. Default: nothing. */
  readonly onError?: (error: Error) => void
}

/** A provider that listens. */
export interface RunningProvider {
  /** Its address, which is its issuer identifier. */
  readonly issuer: string
  readonly port: number
  /** Registers one more app, as OpenID client metadata. */
  addClient(client: ClientMetadata): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a provider at `http://id.localhost:<port>`.
 *
 * @example
 * const provider = await startProvider({ port: 0, clients: [{ client_id: 'app', … }] })
 */
export async function startProvider(
  options: ProviderOptions & { readonly port?: number; readonly host?: string },
): Promise<RunningProvider> {
  const site = await openSite(options.host ?? 'id.localhost', options.port ?? 0)
  const store = options.store ?? (await openStore())
  const provider = await createProvider(site.url, { ...options, store })
  site.serve(provider.listener)
  return {
    issuer: site.url,
    port: site.port,
    addClient: provider.addClient,
    close: async () => {
      await site.close()
      await store.flush()
    },
  }
}

/** The provider as a request listener, for a site that listens already. */
export async function createProvider(
  issuer: string,
  options: ProviderOptions,
): Promise<Pick<RunningProvider, 'addClient'> & { readonly listener: RequestListener }> {
  const { Provider, interactionPolicy } = await import('oidc-provider')
  const { accounts = ACCOUNTS } = options
  const store = options.store ?? (await openStore())
  const clients = [...options.clients]
  const setup = {
    clients,
    accounts,
    accessTokenTtl: options.accessTokenTtl ?? 60,
    store,
    keys: options.keys ?? [await makeSigningKey()],
    cookieKeys: [options.cookieSecret ?? randomBytes(32).toString('base64url')],
  }
  const provider = new Provider(issuer, configuration(setup, interactionPolicy))
  provider.on('server_error', (_ctx, error) => options.onError?.(error))
  provider.use(async (ctx, next) => {
    ctx.set(pageHeaders(clients))
    await next()
    const address = isProtocol(ctx) ? finishAddress(ctx) : undefined
    if (address !== undefined) {
      ctx.body = null
      ctx.redirect(address)
    }
  })
  return {
    listener: providerListener({ provider, accounts, clients, onError: options.onError }),
    addClient: async (client) => {
      clients.push(client)
      await store.adapter('Client').upsert(client.client_id, client)
    },
  }
}

/** Whether `oidc-provider` has a route for the request. */
function isProtocol(ctx: object): ctx is KoaContextWithOIDC {
  return 'oidc' in ctx
}
