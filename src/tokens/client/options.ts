/** The options of a client of tokens, and their check: without a library, for browsers. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import { urlOf } from './address.ts'

/** Where tokens are kept: `localStorage`, or what has the same three methods, awaited. */
export interface TokenStorage {
  getItem(key: string): MaybePromise<string | null | undefined>
  setItem(key: string, value: string): MaybePromise<unknown>
  removeItem(key: string): MaybePromise<unknown>
}

/** Where the endpoints are, from `baseUrl`. */
export interface ClientPaths {
  /** Default: `/login` */
  readonly login?: string
  /** Default: `/renew` */
  readonly renew?: string
  /** Default: `/logout` */
  readonly logout?: string
}

/** A client's options. */
export interface TokenClientOptions {
  /** The address of the service. Only its origin gets the tokens. */
  readonly baseUrl: string | URL
  /** Where its endpoints are. Default: `/login`, `/renew`, `/logout` */
  readonly paths?: ClientPaths
  /** Where the tokens are kept. Default: in memory, until the page or the process ends. */
  readonly storage?: TokenStorage
  /** Called once when a session ends that `logout` of this client did not end. */
  readonly onLoginRequired?: () => void
  /** What sends requests. Default: the platform's `fetch` */
  readonly fetch?: typeof globalThis.fetch
  /** Seconds since the epoch. Default: the system's clock */
  readonly now?: () => number
  /** Seconds before its end in which a token is renewed. Default: 30, at most a quarter of its life */
  readonly renewBefore?: number
}

/** Options that were checked, with their defaults. */
export interface CheckedOptions {
  readonly base: URL
  readonly paths: { readonly login: URL; readonly renew: URL; readonly logout: URL }
  readonly storage: TokenStorage | undefined
  readonly onLoginRequired: () => void
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly renewBefore: number
}

const RENEW_BEFORE = 30

/** @throws HallpassError `invalid_config` with an issue for each fault */
export function checkedOptions(options: TokenClientOptions): CheckedOptions {
  const issues: ConfigIssue[] = []
  const wrong = (path: string, message: string) => void issues.push({ path, message })
  const { baseUrl, paths = {}, storage, renewBefore = RENEW_BEFORE } = options
  const base = baseOf(baseUrl)
  if (base === undefined) {
    wrong('baseUrl', 'must be an http or https address without credentials')
  }
  const at = (name: keyof ClientPaths): URL => {
    const found = urlOf(paths[name] ?? `/${name}`, base)
    if (base !== undefined && found?.origin === base.origin) return found
    if (base !== undefined) wrong(`paths.${name}`, 'must be a path on the origin of baseUrl')
    return new URL('http://localhost')
  }
  const checked = { login: at('login'), renew: at('renew'), logout: at('logout') }
  const methods = ['getItem', 'setItem', 'removeItem'] as const
  if (storage && !methods.every((name) => typeof storage[name] === 'function')) {
    wrong('storage', `must have ${methods.join(', ')}`)
  }
  for (const name of ['onLoginRequired', 'fetch', 'now'] as const) {
    const given = options[name]
    if (given !== undefined && typeof given !== 'function') wrong(name, 'must be a function')
  }
  if (typeof renewBefore !== 'number' || !(renewBefore >= 0 && renewBefore <= 86_400)) {
    wrong('renewBefore', 'must be 0 to 86400')
  }
  if (base === undefined || issues.length > 0) {
    const faults = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw new HallpassError('invalid_config', `createTokenClient: ${faults}`, { issues })
  }
  return {
    base,
    paths: checked,
    storage,
    renewBefore,
    onLoginRequired: options.onLoginRequired ?? (() => {}),
    // A browser's fetch wants the window as its `this`.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: options.now ?? (() => Date.now() / 1000),
  }
}

function baseOf(address: string | URL): URL | undefined {
  const url = urlOf(address)
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
  return url.username === '' && url.password === '' ? url : undefined
}
