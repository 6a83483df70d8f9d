/** Why a call did not get an answer, and what to do. */

/** The kinds of trouble on the way. */
export type WireReason = 'name' | 'refused' | 'unreachable' | 'certificate' | 'timeout' | 'broken'

const NAME = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL']
const UNREACHABLE = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|CRL_|ERR_TLS_CERT/

/** What each certificate error means, in words. */
const CERTIFICATE_WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet, or the clock of this machine is behind',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is of an authority that Node does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is of an authority that Node does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server does not send its intermediate certificates',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for other names',
}

/** A call that ended without an answer. */
export class WireFault extends Error {
  override readonly name = 'WireFault'
  readonly reason: WireReason
  /** The word of the system or the library: `ECONNREFUSED`. */
  readonly code: string
  readonly host: string

  constructor(reason: WireReason, code: string, host: string) {
    super(sentence(reason, code, host))
    this.reason = reason
    this.code = code
    this.host = host
  }
}

/** The fault that an error of a call is. `isLate`: a time limit ended it. */
export function wireFault(error: unknown, host: string, isLate: boolean): WireFault {
  if (isLate) return new WireFault('timeout', 'TIMEOUT', host)
  const code = codeIn(error)
  const reason = NAME.includes(code)
    ? 'name'
    : code === 'ECONNREFUSED'
      ? 'refused'
      : UNREACHABLE.includes(code)
        ? 'unreachable'
        : CERTIFICATE.test(code)
          ? 'certificate'
          : 'broken'
  return new WireFault(reason, code, host)
}

/** Node tries several addresses of a name, and then has several errors. */
function codeIn(error: unknown): string {
  if (error instanceof AggregateError) return codeIn(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}

function sentence(reason: WireReason, code: string, host: string): string {
  if (reason === 'name') return `the name ${host} is not known (${code})`
  if (reason === 'refused') return `nothing listens at ${host} (${code})`
  if (reason === 'unreachable') return `${host} cannot be reached (${code})`
  if (reason === 'timeout') return `${host} did not answer in time`
  if (reason === 'certificate') {
    return `${CERTIFICATE_WORDS[code] ?? 'the certificate is not good'} (${code})`
  }
  return `${host} does not speak HTTP there, or broke the connection (${code})`
}

/** What to do about it. `setting` is the name that holds the address. */
export function wireFix({ reason, code }: WireFault, setting: string): string {
  if (reason === 'name') return `Correct the host in ${setting}, or the DNS of this machine.`
  if (reason === 'refused') return `Start the server, or correct the port in ${setting}.`
  if (reason === 'unreachable') return 'Open the way in firewall and routing, or set up the proxy.'
  if (reason === 'timeout') return 'See whether a firewall drops it; --timeout gives it longer.'
  if (reason === 'broken') return `Compare scheme and port in ${setting} with what listens there.`
  if (code === 'CERT_HAS_EXPIRED') return 'Renew the certificate on that server.'
  if (code === 'CERT_NOT_YET_VALID') return 'Set the clock of this machine (NTP).'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `Use the name of the certificate in ${setting}, or get one for this name.`
  }
  if (code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') return 'Have that server send the full chain.'
  return 'Name the authority in NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or get a public certificate.'
}
