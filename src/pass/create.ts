/** `createHallpass`: the parts put together, and the decision about each request. */
import { consentRoutes } from '../consent/site/routes.ts'
import { HallpassError, isHallpassError } from '../errors.ts'
import { Rules } from '../guard/rules.ts'
import {
  type Decision,
  type Exchange,
  type HeaderList,
  type MaybePromise,
  PROTECTED_HEADERS,
  type Reply,
} from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { canonicalPath } from '../http/paths.ts'
import type { SessionRead } from '../session/backend.ts'
import { loginPath } from './challenge.ts'
import { checkConfig } from './config.ts'
import { type Core, createCore } from './core.ts'
import type { HallpassOptions } from './options.ts'
import { pathOf } from './routes/shared.ts'
import { routeTable } from './routes/table.ts'
import type { Hallpass, Visitor } from './types.ts'
import { RequestVisitor } from './visitor.ts'

type Route = (exchange: Exchange) => MaybePromise<Reply>

const NO_HEADERS: HeaderList = Object.freeze([])
const UNREADABLE: SessionRead = { state: undefined, present: false, rewrite: false }

/**
 * Sign-in, sessions and access rules for one service. Mount the result with the adapter of your
 * framework. Nothing is asked of a provider before the first login, so that a service starts
 * while its provider is down.
 *
 * @throws `invalid_config` that names every fault at once
 * @example
 * const pass = createHallpass({
 *   baseUrl: 'https://shop.example',
 *   secrets: [process.env.HALLPASS_SECRET],
 *   login: oidc({ issuer: 'https://accounts.example', clientId: 'shop', clientSecret }),
 * })
 */
export function createHallpass(options: HallpassOptions): Hallpass {
  const core = createCore(checkConfig(options))
  const consent = core.consent === undefined ? [] : consentRoutes(core.consent)
  const routes = new Map<string, Route>([...routeTable(core), ...consent])
  const rules = options.guard && new Rules(options.guard)

  return {
    handle(exchange) {
      const route = routes.get(pathOf(exchange.url))
      if (route !== undefined) {
        const reply = route(exchange)
        return reply instanceof Promise ? reply.then(replied) : replied(reply)
      }
      const read = readSession(core, exchange)
      if (read instanceof Promise) return read.then((visitor) => decide(rules, exchange, visitor))
      return decide(rules, exchange, read)
    },
    loginPath: (returnTo) => loginPath(core, returnTo),
    visitor(exchange) {
      const read = readSession(core, exchange)
      return read instanceof Promise ? read.then(withoutAnswer) : withoutAnswer(read)
    },
    close: () => core.consent?.health.stop(),
  }
}

function readSession(core: Core, exchange: Exchange): MaybePromise<RequestVisitor> {
  const read = core.backend.read(exchange)
  if (!(read instanceof Promise)) return new RequestVisitor(core, exchange, read)
  return read.then(
    (late) => new RequestVisitor(core, exchange, late),
    (error: unknown) => {
      if (!isHallpassError(error)) throw error
      core.ports.logger.error(`the session could not be read: ${error.code}`)
      return new RequestVisitor(core, exchange, UNREADABLE, error)
    },
  )
}

/** A visitor whose answer is out already, as far as the session goes. */
function withoutAnswer(visitor: RequestVisitor): Visitor {
  visitor.commit()
  return visitor
}

function decide(
  rules: Rules | undefined,
  exchange: Exchange,
  visitor: RequestVisitor,
): MaybePromise<Decision<Visitor>> {
  if (rules === undefined) return passed(visitor, NO_HEADERS)
  const path = canonicalPath(exchange.url)
  const access = path && rules.match(path, exchange.method)
  if (access === undefined) {
    return replied(
      faultReply(exchange, new HallpassError('bad_path', 'The path has more than one reading')),
    )
  }
  if (access === 'public') return passed(visitor, NO_HEADERS)
  const refusal = visitor.check(access)
  if (refusal instanceof Promise) return refusal.then((reply) => guarded(visitor, reply))
  return guarded(visitor, refusal)
}

function guarded(visitor: RequestVisitor, refusal: Reply | undefined): Decision<Visitor> {
  if (refusal === undefined) return passed(visitor, PROTECTED_HEADERS)
  return replied({ ...refusal, headers: [...refusal.headers, ...visitor.commit()] })
}

function passed(visitor: RequestVisitor, headers: HeaderList): Decision<Visitor> {
  return { kind: 'pass', visitor, headers, commit: () => visitor.commit() }
}

function replied(reply: Reply): Decision<Visitor> {
  return { kind: 'reply', ...reply }
}
