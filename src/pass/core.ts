/** The parts that the routes and visitors of one `createHallpass` share. */
import { type ConsentSite, createSite } from '../consent/site/site.ts'
import { isHallpassError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import { portableFetch } from '../http/outgoing.ts'
import type { Look } from '../http/page-look.ts'
import { consoleLogger, type Ports } from '../http/ports.ts'
import { ProviderClient } from '../login/client.ts'
import { LogoutReturns } from '../login/logout-return.ts'
import { LoopCounter } from '../login/loop.ts'
import { verifyLogin } from '../login/tokens.ts'
import { Transactions } from '../login/transaction.ts'
import type { LoginProvider, ProviderSettings } from '../login/types.ts'
import type { CookieBackend } from '../session/backend.ts'
import type { LoginState, SessionState, TokenSet } from '../session/state.ts'
import type { CheckedOptions } from './config.ts'
import { registeredPath } from './config-issues.ts'
import { hostWarning } from './host-warning.ts'
import { type Keeping, keepingOf } from './keeping.ts'
import { lookFor } from './theme.ts'

/** What is made once from the options. */
export interface Core extends CheckedOptions, Keeping {
  readonly ports: Ports
  readonly transactions: Transactions
  readonly loops: LoopCounter
  readonly returns: LogoutReturns
  /** Undefined where consent is not shared. */
  readonly consent: ConsentSite | undefined
  /** How its pages look; undefined without a theme. */
  readonly look: Look | undefined
  /** Development only: no login, and every check passes. */
  readonly disabled: boolean
  /** Called where a login starts. */
  readonly warnOfHost: (exchange: Exchange) => void
  /** The client of a provider for a request. */
  clientOf(provider: LoginProvider, exchange: Exchange | undefined): ProviderClient
}

/** Puts the parts together. */
export function createCore(checked: CheckedOptions): Core {
  const { options, keyring, secure, routes, providers } = checked
  const ports: Ports = {
    fetch: options.fetch ?? portableFetch(),
    now: options.now ?? (() => Math.floor(Date.now() / 1000)),
    logger: options.logger ?? consoleLogger,
  }
  const { now } = ports
  const accepts = (state: SessionState, exchange: Exchange) =>
    isConfigured(providers, state, exchange)
  const clientOf = clients(ports)
  const wrap = (keeper: CookieBackend) =>
    backendOf([...providers.values()], keeper, ports, clientOf)
  const registered = [...providers.values()].map((provider) => registeredPath(provider))
  const path = sharedFolder(
    routes.login,
    routes.callback,
    routes.logout,
    ...registered.filter((one) => one !== undefined),
  )
  const scope = { keyring, path, secure, now }
  return {
    ...checked,
    ports,
    ...keepingOf(checked, ports, accepts, wrap),
    transactions: new Transactions(scope),
    loops: new LoopCounter(scope),
    returns: new LogoutReturns({ ...scope, path: sharedFolder(routes.loggedOut) }),
    consent: options.consent && createSite(options.consent, { ...checked, ports }),
    look: lookFor(options, ports.logger),
    disabled: isDisabled(checked, ports),
    warnOfHost: hostWarning(checked.urls, ports.logger),
    clientOf,
  }
}

/**
 * A session of a provider or client that is no longer configured is nobody's; and neither is one
 * of another tenant's, where the options are functions of the request.
 */
function isConfigured(
  providers: ReadonlyMap<string, LoginProvider>,
  { login }: SessionState,
  exchange: Exchange,
): boolean {
  if (login === undefined) return true
  const provider = providers.get(login.provider)
  if (provider === undefined || provider.disabled) return false
  const settings = settingsFor(provider, exchange)
  return settings?.issuer === login.issuer && settings.clientId === login.clientId
}

/** Undefined where a function of the app's throws or gives what is wrong: a login there says why. */
function settingsFor(provider: LoginProvider, exchange: Exchange): ProviderSettings | undefined {
  if (provider.fixed) return provider.resolve(undefined)
  try {
    return provider.resolve(exchange)
  } catch {
    return undefined
  }
}

function isDisabled({ providers }: CheckedOptions, ports: Ports): boolean {
  // `every` is true of none: a service without a login is not open for that.
  const disabled =
    providers.size > 0 && [...providers.values()].every((provider) => provider.disabled)
  if (disabled) ports.logger.warn('login is DISABLED: every check passes, every page is open')
  return disabled
}

/** Issuers of which something is remembered; a fleet of more than this asks them anew. */
const MAX_ISSUERS = 200

/**
 * Clients are kept per settings. Those of one issuer share its metadata and keys: where settings
 * depend on the request, no stream of requests may make one to the provider each.
 */
function clients(ports: Ports): Core['clientOf'] {
  const known = new WeakMap<ProviderSettings, ProviderClient>()
  const firsts = new Map<string, ProviderClient>()
  return (provider, exchange) => {
    const settings = provider.resolve(exchange)
    const same = known.get(settings)
    if (same !== undefined) return same
    const first = firsts.get(settings.issuer)
    const client = new ProviderClient(settings, ports, first)
    if (first === undefined) {
      if (firsts.size >= MAX_ISSUERS) firsts.clear()
      firsts.set(settings.issuer, client)
    }
    known.set(settings, client)
    return client
  }
}

function backendOf(
  providers: readonly LoginProvider[],
  sealed: CookieBackend,
  ports: Ports,
  clientOf: Core['clientOf'],
): CookieBackend {
  return providers.reduce<CookieBackend>((backend, provider) => {
    if (provider.backend === undefined) return backend
    const verify = (tokens: TokenSet, exchange: Exchange) =>
      verifyCookieTokens(provider, clientOf(provider, exchange), tokens)
    return provider.backend(backend, { ...ports, verify })
  }, sealed)
}

async function verifyCookieTokens(
  provider: LoginProvider,
  client: ProviderClient,
  tokens: TokenSet,
): Promise<LoginState | undefined> {
  if (tokens.accessToken === undefined) return undefined
  const response = {
    access_token: tokens.accessToken,
    ...(tokens.idToken !== undefined && { id_token: tokens.idToken }),
    ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
  }
  try {
    return (await verifyLogin(provider, client, response, undefined)).login
  } catch (error) {
    if (isHallpassError(error) && error.status < 500) return undefined
    throw error
  }
}

/** The folder that all the paths are in: the narrowest path their cookies can have. */
export function sharedFolder(...paths: readonly string[]): string {
  const [first = '/', ...others] = paths
  let folder = first.slice(0, first.lastIndexOf('/') + 1)
  while (!others.every((path) => path.startsWith(folder))) {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
  }
  return folder.length > 1 ? folder.slice(0, -1) : '/'
}
