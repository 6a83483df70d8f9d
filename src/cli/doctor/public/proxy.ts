/** Whether a proxy stands in front, as far as it shows, and whether it is trusted. */
import { clipped, type Finding, ok, warning } from '../finding.ts'
import type { Answer } from '../wire.ts'

const NAME = 'public.proxy'
const PROXIES =
  /nginx|caddy|apache|traefik|envoy|cloudflare|haproxy|varnish|openresty|awselb|gws|squid/i
const TRACES = ['via', 'cf-ray', 'x-served-by', 'x-amz-cf-id', 'fly-request-id', 'x-vercel-id']

/** What is to be said of the proxies in front. `endsTls`: something must end TLS before the guard. */
export function proxyFinding(
  answer: Answer,
  trusted: readonly string[],
  endsTls: boolean,
): Finding {
  const server = answer.header('server') ?? ''
  const trace = TRACES.find((name) => answer.header(name) !== undefined)
  const sign = PROXIES.test(server)
    ? clipped(server, 40)
    : trace !== undefined
      ? `header ${trace}`
      : endsTls
        ? 'the guard itself speaks http'
        : undefined
  if (sign === undefined) {
    const found = trusted.length > 0 ? `trusted: ${trusted.join(', ')}` : 'none is trusted'
    return ok(NAME, `no sign of a proxy in front; ${found}`)
  }
  if (trusted.length > 0) return ok(NAME, `there is one (${sign}); trusted: ${trusted.join(', ')}`)
  const found = `there is one (${sign}), and none is trusted: the log has its address for every visitor`
  const fix =
    'Set HALLPASS_TRUSTED_PROXIES to its address or range, or to loopback where it is on the same machine.'
  return warning(NAME, found, fix)
}
