/** `createHallpass`: the parts put together, and the decision about each request. */
import { consentRoutes } from '../consent/site/routes.ts'
import { type Code, HallpassError, isHallpassError } from '../errors.ts'
import { type PathRules, Rules } from '../guard/rules.ts'
import {
  type Decision,
  type Exchange,
  type HeaderList,
  type MaybePromise,
  PROTECTED_HEADERS,
  type Reply,
} from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { dressed } from '../http/page.ts'
import { canonicalPath } from '../http/paths.ts'
import type { SessionRead } from '../session/backend.ts'
import { loginPath } from './challenge.ts'
import { checkConfig } from './config.ts'
import { type Core, createCore } from './core.ts'
import { keepCore } from './core-behind.ts'
import type { HallpassOptions } from './options.ts'
import { pathOf } from './routes/shared.ts'
import { isSignOutPage } from './routes/sign-out.ts'
import { signedOutPage } from './routes/signed-out.ts'
import { routeTable } from './routes/table.ts'
import { sessionsOf } from './sessions.ts'
import type { Hallpass, Visitor } from './types.ts'
import { RequestVisitor } from './visitor.ts'

type Route = (exchange: Exchange) => MaybePromise<Reply>

const NO_HEADERS: HeaderList = Object.freeze([])
/** Characters of a path that are written into the log. */
const MAX_LOGGED_PATH = 200
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
  const decide = deciderOf(core, options.guard)
  const dressedUp = (reply: Reply) => replied(core, reply)

  const pass: Hallpass = {
    handle(exchange) {
      const route = routes.get(pathOf(exchange.url))
      const read = () => readSession(core, exchange)
      if (route !== undefined) {
        const answer = () => {
          const reply = route(exchange)
          return reply instanceof Promise ? reply.then(dressedUp) : dressedUp(reply)
        }
        return isSignOutPage(core, exchange) ? signOutPage(core, exchange, read, answer) : answer()
      }
      const visitor = read()
      if (visitor instanceof Promise) return visitor.then((late) => decide(exchange, late))
      return decide(exchange, visitor)
    },
    loginPath: (returnTo) => loginPath(core, returnTo),
    visitor(exchange) {
      const read = readSession(core, exchange)
      return read instanceof Promise ? read.then(withoutAnswer) : withoutAnswer(read)
    },
    sessions: sessionsOf(core),
    dress: (reply) => dressed(reply, core.look),
    close: () => core.consent?.health.stop(),
  }
  return keepCore(pass, core)
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
  return visitor.close()
}

/** Shows the app's own page, or ours, to whoever is signed out already. */
async function signOutPage(
  core: Core,
  exchange: Exchange,
  read: () => MaybePromise<RequestVisitor>,
  signOut: () => MaybePromise<Decision<Visitor>>,
): Promise<Decision<Visitor>> {
  const visitor = await read()
  // Whose session could not be read may be signed in: only the logout knows what to say.
  if (visitor.user !== undefined || visitor.fault !== undefined) return await signOut()
  if (!core.options.signedOutPage) return passed(core, exchange, visitor, NO_HEADERS)
  return guarded(core, exchange, visitor, signedOutPage(core))
}

type Decide = (exchange: Exchange, visitor: RequestVisitor) => MaybePromise<Decision<Visitor>>

function deciderOf(core: Core, guard: PathRules | undefined): Decide {
  if (guard === undefined) return (exchange, visitor) => passed(core, exchange, visitor, NO_HEADERS)
  const rules = new Rules(guard)
  return guard.mode === 'report'
    ? (exchange, visitor) => report(core, rules, exchange, visitor)
    : (exchange, visitor) => decide(core, rules, exchange, visitor)
}

/** Lets everybody through, and logs whom the rules would not have. */
function report(
  core: Core,
  rules: Rules,
  exchange: Exchange,
  visitor: RequestVisitor,
): MaybePromise<Decision<Visitor>> {
  const path = canonicalPath(exchange.url)
  const access = path && rules.match(path, exchange.method)
  const through = (reason: Code | undefined): Decision<Visitor> => {
    const { method, url } = exchange
    if (reason !== undefined) {
      // The path alone: a query may hold what is nobody else's.
      const asked = pathOf(url).slice(0, MAX_LOGGED_PATH)
      core.ports.logger.warn(`would refuse: ${reason}`, { method, path: asked })
    }
    return passed(core, exchange, visitor, NO_HEADERS)
  }
  if (access === undefined) return through('bad_path')
  if (access === 'public') return through(undefined)
  const refusal = visitor.check(access)
  if (refusal instanceof Promise) return refusal.then((reply) => through(refusedAs(reply)))
  return through(refusedAs(refusal))
}

function refusedAs(refusal: Reply | undefined): Code | undefined {
  // The answer of a handler of the app's own may not say why.
  return refusal && (refusal.reason ?? 'forbidden')
}

function decide(
  core: Core,
  rules: Rules,
  exchange: Exchange,
  visitor: RequestVisitor,
): MaybePromise<Decision<Visitor>> {
  const path = canonicalPath(exchange.url)
  const access = path && rules.match(path, exchange.method)
  if (access === undefined) {
    return replied(
      core,
      faultReply(exchange, new HallpassError('bad_path', 'The path has more than one reading')),
    )
  }
  if (access === 'public') return passed(core, exchange, visitor, NO_HEADERS)
  const refusal = visitor.check(access)
  if (refusal instanceof Promise)
    return refusal.then((reply) => guarded(core, exchange, visitor, reply))
  return guarded(core, exchange, visitor, refusal)
}

function guarded(
  core: Core,
  exchange: Exchange,
  visitor: RequestVisitor,
  refusal: Reply | undefined,
): MaybePromise<Decision<Visitor>> {
  if (refusal === undefined) return passed(core, exchange, visitor, PROTECTED_HEADERS)
  const withHeaders = (headers: HeaderList): Decision<Visitor> => ({
    ...replied(core, { ...refusal, headers: [...refusal.headers, ...headers] }),
    visitor,
  })
  const committed = visitor.commit()
  if (!(committed instanceof Promise)) return withHeaders(committed)
  return committed.then(withHeaders, (error) => replied(core, unkept(exchange, error)))
}

function passed(
  core: Core,
  exchange: Exchange,
  visitor: RequestVisitor,
  headers: HeaderList,
): Decision<Visitor> {
  const commit = () => visitor.commit()
  if (core.stored === undefined) return { kind: 'pass', visitor, headers, commit }
  const answer = (error: unknown) => dressed(unkept(exchange, error), core.look)
  return { kind: 'pass', visitor, headers, commit, unkept: answer }
}

/** What the app changed in the session was not kept: its answer would say what is not so. */
function unkept(exchange: Exchange, error: unknown): Reply {
  if (!isHallpassError(error)) throw error
  return faultReply(exchange, error)
}

/** Every answer of ours goes out here, or by `RequestVisitor.check`: pages get their looks. */
function replied(core: Core, reply: Reply): Decision<Visitor> {
  return { kind: 'reply', ...dressed(reply, core.look) }
}
