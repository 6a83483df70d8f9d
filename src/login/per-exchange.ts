/**
 * Options that are functions of the exchange: a redirect URL made per request, a client per
 * tenant. flask-cognito-lib does this by overriding its config class.
 */
import type { ConfigIssue } from '../errors.ts'
import { HallpassError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'

/** Each option as a value, or as a function that gives the value for a request. */
export type PerExchange<T> = {
  readonly [K in keyof T]: T[K] | ((exchange: Exchange) => T[K])
}

/** How many different outcomes are kept; a fleet of more tenants than this makes them anew. */
const MAX_VARIANTS = 200

/** What options say for a request: made once where nothing depends on it. */
export interface Resolver<Settings> {
  readonly issues: readonly ConfigIssue[]
  /** No option is a function: every request resolves to the same settings. */
  readonly fixed: boolean
  resolve(exchange: Exchange | undefined): Settings
}

/**
 * Resolves options per request. `check` finds the faults of plain options: at construction for
 * those that are values, at each request for the outcome of functions (`invalid_config`). The
 * path of a fault is `login.` and the option.
 */
export function perExchange<Options extends object, Settings>(
  options: PerExchange<Options>,
  check: (options: object) => ConfigIssue[],
  make: (options: Options) => Settings,
): Resolver<Settings> {
  const dynamic = Object.entries(options).filter(([, value]) => typeof value === 'function')
  const names = new Set(dynamic.map(([name]) => name))
  // A fault of an option that only a request can tell is found at the request.
  const issues = check(options).filter(({ path }) => !names.has(path.split('.')[1] ?? ''))
  const variants = new Map<string, Settings>()

  function variant(plain: Options): Settings {
    const text = JSON.stringify(plain)
    const known = variants.get(text)
    if (known !== undefined) return known
    const faults = check(plain)
    if (faults.length > 0) throw invalid(faults)
    if (variants.size >= MAX_VARIANTS) variants.clear()
    const made = make(plain)
    variants.set(text, made)
    return made
  }

  let fixed: Settings | undefined
  return {
    issues,
    fixed: names.size === 0,
    resolve(exchange) {
      if (names.size === 0) {
        fixed ??= variant(plainOptions(options, exchange))
        return fixed
      }
      if (exchange === undefined) {
        throw invalid([{ path: [...names].join(', '), message: 'needs a request to be known' }])
      }
      return variant(plainOptions(options, exchange))
    },
  }
}

function plainOptions<Options extends object>(
  options: PerExchange<Options>,
  exchange: Exchange | undefined,
): Options {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    plain[name] = typeof value === 'function' ? value(exchange) : value
  }
  // The values are those of Options: each is either itself or what its function returned.
  return plain as Options
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const text = issues.map((issue) => `${issue.path} ${issue.message}`).join('; ')
  return new HallpassError('invalid_config', text, { issues })
}
