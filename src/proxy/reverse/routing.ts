/** Which app a request is for. */
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { canonicalPath } from '../../http/paths.ts'
import type { Upstream } from './upstream.ts'

/** An app, and the path and query that it is asked for. */
export interface Route {
  readonly upstream: Upstream
  readonly path: string
}

/** The apps, the most specific first. */
export class Routing {
  readonly #upstreams: readonly Upstream[]
  /** The app that gets everything, whatever the host and the path. */
  readonly #only: Upstream | undefined

  constructor(upstreams: readonly Upstream[]) {
    this.#upstreams = upstreams.toSorted(
      (one, other) =>
        Number(other.host !== undefined) - Number(one.host !== undefined) ||
        other.prefix.length - one.prefix.length,
    )
    const [first] = upstreams
    const takesAll = first?.host === undefined && first?.prefix === ''
    this.#only = takesAll && upstreams.length === 1 ? first : undefined
  }

  /**
   * The app that a request is for. Case is ignored, as the path rules ignore it; a path that is for
   * one app in one reading and for another in another is refused.
   *
   * @param host - The public host and port that the request is for, in lower case.
   * @throws `bad_path`; `not_found` where no app is for it
   */
  routeOf(exchange: Exchange, host: string): Route {
    const { url } = exchange
    if (this.#only !== undefined) return { upstream: this.#only, path: this.#only.basePath + url }
    const path = canonicalPath(url)
    if (path === undefined) throw unclear()
    const [first = '/', ...others] = path.forms
    const upstream = this.#find(first, host)
    if (others.some((form) => this.#find(form, host) !== upstream)) throw unclear()
    if (upstream === undefined) throw new HallpassError('not_found', 'No app is at this address')
    return { upstream, path: upstream.basePath + (upstream.stripPath ? strip(url, upstream) : url) }
  }

  #find(form: string, host: string): Upstream | undefined {
    const path = form.toLowerCase()
    return this.#upstreams.find((one) => isFor(one.host, host) && one.takes(path))
  }
}

/** A host without a port is for every port. */
function isFor(wanted: string | undefined, host: string): boolean {
  return wanted === undefined || wanted === host || wanted === host.replace(/:\d+$/, '')
}

/** The path without the prefix: it must have no reading that it did not have below the prefix. */
function strip(url: string, { prefix }: Upstream): string {
  const below = url.slice(prefix.length)
  const stripped = below.startsWith('/') ? below : `/${below}`
  const before = canonicalPath(url)?.forms.map((form) => form.slice(prefix.length) || '/')
  const isPrefixed = url.slice(0, prefix.length).toLowerCase() === prefix
  const after = canonicalPath(stripped)?.forms
  if (!isPrefixed || !after?.every((form) => before?.includes(form))) throw unclear()
  return stripped
}

function unclear(): HallpassError {
  return new HallpassError('bad_path', 'The path has more than one reading')
}
