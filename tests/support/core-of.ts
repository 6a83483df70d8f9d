/** The core of a service, and requests of visitors to it. */
import type { Exchange } from '../../src/http/exchange.ts'
import { oidc } from '../../src/login/oidc.ts'
import { checkConfig } from '../../src/pass/config.ts'
import { type Core, createCore } from '../../src/pass/core.ts'
import type { HallpassOptions } from '../../src/pass/options.ts'
import { RequestVisitor } from '../../src/pass/visitor.ts'
import type { SessionState } from '../../src/session/state.ts'
import { exchangeOf, type Parts } from '../exchange-of.ts'
import { atOnce } from './at-once.ts'
import { type Clock, clockAt, LoggedLines } from './clock.ts'
import { SentBack } from './cookies-of.ts'

export const SHOP = 'https://shop.example'
export const SECRET = 'a secret of at least sixteen bytes'

/** A browser going to a page, as it says so. */
export const NAVIGATION: Readonly<Record<string, string>> = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
}
/** A script of our own page. */
export const SCRIPT: Readonly<Record<string, string>> = {
  'sec-fetch-mode': 'cors',
  'sec-fetch-site': 'same-origin',
}

/** The service under test. */
export interface Service {
  readonly core: Core
  readonly clock: Clock
  readonly log: LoggedLines
  readonly browser: SentBack
  /** A request with the browser's cookies. */
  request(parts?: Parts): Exchange
  /** The visitor who sends that request. */
  visitor(parts?: Parts): Promise<RequestVisitor>
  /** Puts a session into the browser. */
  keep(state: SessionState): void
}

/** Options of a shop with the client `shop` at `issuer`. */
export function optionsOf(
  parts: Partial<HallpassOptions> = {},
  issuer = 'https://id.example',
): HallpassOptions {
  return {
    baseUrl: SHOP,
    secrets: [SECRET],
    login: oidc({ issuer, clientId: 'shop' }),
    ...parts,
  }
}

export function serviceOf(
  parts: Partial<HallpassOptions> = {},
  issuer?: string,
  clock: Clock = clockAt(),
): Service {
  const log = new LoggedLines()
  const options = optionsOf({ now: clock.now, logger: log, ...parts }, issuer)
  const core = createCore(checkConfig(options))
  const browser = new SentBack()
  const request = ({ headers, ...more }: Parts = {}) =>
    exchangeOf({
      ...more,
      headers: { host: 'shop.example', cookie: browser.header, ...NAVIGATION, ...headers },
    })
  return {
    core,
    clock,
    log,
    browser,
    request,
    visitor: async (asked) => {
      const exchange = request(asked)
      return new RequestVisitor(core, exchange, await core.backend.read(exchange))
    },
    keep: (state) => {
      browser.apply(atOnce(core.backend.write(request(), state)) ?? [])
    },
  }
}
