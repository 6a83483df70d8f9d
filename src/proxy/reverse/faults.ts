/** What went wrong between the proxy and an app, by what Node says. */
import type { ClientRequest } from 'node:http'
import { HallpassError } from '../../errors.ts'

/** Milliseconds that an app may take. */
export interface Limits {
  /** To accept a connection. */
  readonly connectMs: number
  /** To be silent before its answer begins. */
  readonly answerMs: number
}

/** The app was too slow. */
class TooSlow extends Error {
  readonly code = 'HALLPASS_TOO_SLOW'
}

/**
 * Ends a request to an app that takes too long.
 *
 * @param hasAnswered - Whether the answer has begun: from then on an app may take its time.
 */
export function holdTo(limits: Limits, outgoing: ClientRequest, hasAnswered: () => boolean): void {
  const { socket } = outgoing
  if (socket?.connecting) {
    const late = setTimeout(() => outgoing.destroy(new TooSlow('no connection')), limits.connectMs)
    const clear = (): void => clearTimeout(late)
    socket.once('connect', clear).once('close', clear)
  }
  outgoing.setTimeout(limits.answerMs, () => {
    if (!hasAnswered()) outgoing.destroy(new TooSlow('no answer'))
  })
}

/** The code that Node gave an error. */
export function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}

/** The app did not take a connection. */
const UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|E(?:HOST|NET)UNREACH|EADDR\w+|EACCES|EPERM|EMFILE|ENFILE|ENOENT|ETIMEDOUT)$/
/** Of its certificate. */
const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** The error of hallpass for one of Node's. It names no address. */
export function faultOf(error: Error): HallpassError {
  const cause = { cause: error }
  if (error instanceof TooSlow) {
    return new HallpassError('upstream_timeout', `The app is too slow: ${error.message}`, cause)
  }
  const code = codeOf(error)
  // Several addresses were tried: Node gives the fault of each.
  const codes = error instanceof AggregateError ? error.errors.map(codeOf) : [code]
  if (codes.some((one) => UNREACHABLE.test(one)) || TLS.test(code)) {
    return new HallpassError('upstream_unreachable', `The app cannot be reached (${code})`, cause)
  }
  return new HallpassError('upstream_failed', `The app broke off (${code || 'unknown'})`, cause)
}
