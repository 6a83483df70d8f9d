/** The endpoint that a check is about: whom to ask, and the addresses of the list and of one. */
import { HallpassError } from '../errors.ts'
import { type ApiClient, type ApiHeaders, apiClient, isApiClient } from './client.ts'
import type { ApiTarget } from './target.ts'

/** Which endpoint a check is about, and as whom it asks. */
export interface EndpointOptions {
  /** Whom to ask, or a client; left out where `endpoint` is a whole address. */
  readonly target?: ApiTarget | ApiClient
  /** Sent with every request, beside those of the client. */
  readonly headers?: ApiHeaders
  /** The path of the list, such as `/notes`, or its whole address. A query goes with each request. */
  readonly endpoint: string
}

/** What sends the requests of a check. */
type Asking = Pick<ApiClient, 'request'>

/** An endpoint that can be asked. */
export interface Endpoint {
  readonly client: Asking
  /** The list, or the further pages of it: `more` is added to its query. */
  list(more?: string): string
  /** One thing of the list. */
  one(id: string | number): string
}

/** @throws `invalid_config` where nobody is named to be asked, or the endpoint is no path */
export function endpointOf({ target, headers = {}, endpoint }: EndpointOptions): Endpoint {
  const whole = URL.parse(endpoint)
  if ((target === undefined) !== (whole !== null)) {
    throw new HallpassError(
      'invalid_config',
      'target: is needed where endpoint is a path, and left out where it is a whole address',
    )
  }
  const address = whole === null ? endpoint : whole.pathname + whole.search
  const [path = '', ...queries] = address.split('?')
  const query = queries.join('?')
  const asked = (parts: string, more: string = query) => (more === '' ? parts : `${parts}?${more}`)
  const base = path.replace(/\/$/, '')
  return {
    client: clientFor(target ?? whole?.origin ?? '', headers),
    list: (more) => asked(path, [query, more].filter(Boolean).join('&')),
    one: (id) => asked(`${base}/${encodeURIComponent(id)}`),
  }
}

function clientFor(target: ApiTarget | ApiClient, headers: ApiHeaders): Asking {
  if (!isApiClient(target)) return apiClient(target, { headers })
  return {
    request: (method, path, body, options) =>
      target.request(method, path, body, {
        ...options,
        headers: { ...headers, ...options?.headers },
      }),
  }
}
