/** A guard with what its environment adds: the flag, and the paths as ags_client answered them. */
import type { Exchange, HeaderList, MaybePromise, Reply } from '../http/exchange.ts'
import { publicUrls } from '../http/public-url.ts'
import { pathOf } from '../pass/routes/shared.ts'
import type { Hallpass } from '../pass/types.ts'
import { type Flag, toggle, togglePath } from './flag.ts'
import type { GuardSettings } from './settings.ts'
import { unguarded, unguardedVisitor } from './unguarded-visitor.ts'

type Handle = Hallpass['handle']

/** @param isOn - Whether the guard is there for a request; undefined where it always is. */
export function guarded(pass: Hallpass, settings: GuardSettings, isOn: Flag | undefined): Hallpass {
  const handle = withPaths(pass.handle, settings)
  if (isOn === undefined) return { ...pass, handle }
  const { flag, mode, baseUrls: baseUrl, trustedProxies } = settings
  const toggles = flag !== undefined && mode !== 'off' ? flag : undefined
  const path = toggles && togglePath(toggles)
  const urls = publicUrls({ baseUrl, trustedProxies })
  type Choice<T> = (exchange: Exchange) => MaybePromise<T>
  const choose = <T>(exchange: Exchange, on: Choice<T>, off: Choice<T>): MaybePromise<T> => {
    const active = isOn(exchange)
    if (!(active instanceof Promise)) return active ? on(exchange) : off(exchange)
    return active.then((late) => (late ? on(exchange) : off(exchange)))
  }
  return {
    ...pass,
    handle(exchange) {
      if (toggles !== undefined && pathOf(exchange.url) === path) {
        return {
          kind: 'reply',
          ...pass.dress(toggle(toggles, exchange, urls.baseUrlFor(exchange))),
        }
      }
      return choose(exchange, handle, unguarded)
    },
    visitor: (exchange) => choose(exchange, pass.visitor, unguardedVisitor),
  }
}

function withPaths(handle: Handle, settings: GuardSettings): Handle {
  const { signOutPath, callbackPath, afterSignOut } = settings
  // Named as that path itself, it is the app's own page there.
  const isItself = bare(pathOf(afterSignOut ?? '')) === signOutPath
  const next = isItself ? undefined : afterSignOut
  const slashed = [`${signOutPath}/`, `${callbackPath}/`]
  return (exchange) => {
    const asked = pathOf(exchange.url)
    if (slashed.includes(asked)) return { kind: 'reply', ...withoutSlash(exchange.url, asked) }
    const decision = handle(exchange)
    if (asked !== signOutPath || next === undefined) return decision
    return decision instanceof Promise
      ? decision.then((late) => onwards(late, next))
      : onwards(decision, next)
  }
}

function bare(path: string): string {
  return path.replace(/(?<=.)\/$/, '')
}

type Decided = Awaited<ReturnType<Handle>>

/** Where the app would show its page for who has signed out, another one is named. */
function onwards(decision: Decided, location: string): ReturnType<Handle> {
  if (decision.kind === 'reply') return decision
  const headers = [
    ['location', location],
    ['cache-control', 'no-store'],
  ] as const
  const reply = (committed: HeaderList): Decided => ({
    kind: 'reply',
    status: 302,
    headers: [...headers, ...committed],
  })
  const committed = decision.commit()
  return committed instanceof Promise ? committed.then(reply) : reply(committed)
}

/** As ags_client, the routes may be asked for with a last slash. */
function withoutSlash(url: string, path: string): Reply {
  const location = path.slice(0, -1) + url.slice(path.length)
  return {
    status: 308,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
    ],
  }
}
