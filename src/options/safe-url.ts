/** Addresses that a configuration may name. */
import * as v from 'valibot'
import { isLoopbackHost } from '../http/loopback.ts'

/**
 * An https URL; http only where the traffic cannot leave the machine: a loopback address or
 * `*.localhost`. No user info, no fragment.
 */
export const safeUrl: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.check(isSafe, 'must be an https URL (http only on a loopback address or *.localhost)'),
)

function isSafe(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password, hash } = new URL(value)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))
}
