/** `keys_required` of Cookie-Manager: a route for services that have a key. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import type { Exchange, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { cookieReadings } from '../http/python-cookies.ts'
import { checkRequest, type RequestGuard } from '../http/request-guard.ts'
import { RequestNotes } from '../http/request-notes.ts'
import { checkOptions } from '../options/check.ts'
import { CookieManager } from './cookie-manager.ts'

/** Options of `keysRequired`. */
export interface KeysRequiredOptions {
  /** The name of the cookie. */
  readonly cookieName: string
  /** Knows the keys, and how old a cookie may be. */
  readonly manager: CookieManager
}

/** A guard that knows what the cookie held. */
export interface KeysGuard extends RequestGuard {
  /**
   * What the cookie of a request held, with its `key_id`.
   *
   * @param request - What the framework gave: the request, or the context of Hono or Koa.
   * @throws HallpassError `not_mounted` when the guard did not let this request through
   */
  payload(request: object): Record<string, unknown>
}

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  cookieName: v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'must be the name of a cookie')),
  manager: v.custom<CookieManager>(
    (manager) => manager instanceof CookieManager,
    'must be a CookieManager',
  ),
})

/**
 * Lets only requests through whose cookie was signed under one of the keys that are named, or
 * under any key of the manager when `keyIds` is undefined. Others get 401. Use it as `access`: in
 * `requireLogin` of any adapter, with `mount` or without, or in a path rule.
 *
 * @throws HallpassError `invalid_config` for an empty list, a key id that the manager does not
 * have, or a wrong option
 * @example
 * const billing = keysRequired(['billing'], { cookieName: 'service', manager })
 * app.post('/invoices', requireLogin(billing), (req, res) => res.json(billing.payload(req)))
 */
export function keysRequired(
  keyIds: readonly string[] | undefined,
  options: KeysRequiredOptions,
): KeysGuard {
  const issues = [...checkOptions(schema, options, 'options')]
  if (issues.length === 0) issues.push(...keyIssues(keyIds, options.manager))
  if (issues.length > 0) {
    const listed = issues.map(({ path, message }) => `${path} ${message}`).join('\n')
    throw new HallpassError('invalid_config', listed, { issues })
  }
  return new Guard(keyIds && new Set(keyIds), options)
}

function keyIssues(keyIds: unknown, manager: CookieManager): ConfigIssue[] {
  if (keyIds === undefined) return []
  if (!Array.isArray(keyIds) || keyIds.length === 0) {
    const message = 'must be a list of key ids, or undefined for any key of the manager'
    return [{ path: 'keyIds', message }]
  }
  return keyIds.flatMap((id: unknown, index) =>
    typeof id === 'string' && manager.keyIds.includes(id)
      ? []
      : [{ path: `keyIds[${index}]`, message: notAKey(id, manager.keyIds) }],
  )
}

/** Ids are the app's own configuration; what is long may be a secret in the place of one. */
function notAKey(id: unknown, known: readonly string[]): string {
  const short = typeof id === 'string' && id.length < 32
  const shown = short ? JSON.stringify(id) : `of type ${typeof id}`
  return `is ${shown}, which is not a key of the manager: its keys are ${known.join(', ')}`
}

class Guard implements KeysGuard {
  readonly #keyIds: ReadonlySet<string> | undefined
  readonly #options: KeysRequiredOptions
  readonly #payloads = new RequestNotes<Record<string, unknown>>()

  constructor(keyIds: ReadonlySet<string> | undefined, options: KeysRequiredOptions) {
    this.#keyIds = keyIds
    this.#options = options
  }

  [checkRequest](exchange: Exchange): Reply | undefined {
    const { cookieName, manager } = this.#options
    // Of two cookies of one name the good one counts: one that was planted must not shut it out.
    for (const value of cookieReadings(exchange.header('cookie') ?? '', cookieName)) {
      const payload = manager.read(value)
      if (payload === undefined || !this.#takes(payload.key_id)) continue
      if (exchange.request !== undefined) this.#payloads.set(exchange.request, payload)
      return undefined
    }
    const error = new HallpassError('key_required', 'A cookie signed with a known key is required.')
    const challenge = `Cookie realm="hallpass", cookie-name="${cookieName}"`
    return faultReply(exchange, error, { headers: [['www-authenticate', challenge]] })
  }

  payload(request: object): Record<string, unknown> {
    const payload = this.#payloads.get(request)
    if (payload !== undefined) return payload
    const message = 'The guard did not look at this request: put requireLogin(guard) before it.'
    throw new HallpassError('not_mounted', message)
  }

  #takes(keyId: unknown): boolean {
    return this.#keyIds === undefined || (typeof keyId === 'string' && this.#keyIds.has(keyId))
  }
}
