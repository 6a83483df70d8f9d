/** The way to a server: name, connection, certificate. */
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Answer, Wire } from '../wire.ts'
import { WireFault, wireFix } from '../wire-fault.ts'

const DAY = 86_400

/** Days before its end at which a certificate is worth a word; most are renewed 30 days before. */
const SOON = 14

/** Both servers that are looked at have the same two checks. */
type Side = 'provider' | 'public'

/** What a call that did not get an answer means. @throws what is no `WireFault` */
export function notReached(side: Side, error: unknown, setting: string): Finding {
  if (!(error instanceof WireFault)) throw error
  return failed(`${side}.reach`, error.message, wireFix(error, setting))
}

/** What is to be said of a server's certificate; nothing for http. */
export function certificate(side: Side, answer: Answer): Finding[] {
  const { certificateEnds, url, at } = answer
  if (certificateEnds === undefined) return []
  const name = `${side}.certificate` as const
  const days = Math.floor((certificateEnds - at) / DAY)
  const until = new Date(certificateEnds * 1000).toISOString().slice(0, 10)
  const found = `that of ${url.host} is good until ${until}`
  const fix = 'Renew the certificate; see why nothing did by itself.'
  if (days >= SOON) return [ok(name, found)]
  // A call that takes any certificate gets here with an old one, too.
  if (days < 0) return [failed(name, `that of ${url.host} ended on ${until}`, fix)]
  return [warning(name, `${found}: ${days} days`, fix)]
}

/** What calls the provider: it looks at certificates only where the service does. */
export function callerFor(wire: Wire, verifySsl: boolean): Wire {
  return verifySsl ? wire : wire.unverified
}
