/** Headers that are for one connection alone (RFC 9110 section 7.6.1). */

/** Their names in lower case. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
])

/** What says where a message ends and who it is for is taken off by nobody's word. */
const KEPT: ReadonlySet<string> = new Set(['content-length', 'host'])
const NONE: ReadonlySet<string> = new Set()

/** The names, in lower case, that a `Connection` header declares to be for this connection alone. */
export function namedByConnection(header: string | undefined): ReadonlySet<string> {
  if (header === undefined) return NONE
  if (header === 'keep-alive' || header === 'close') return NONE
  const names = header.split(',').map((name) => name.trim().toLowerCase())
  return new Set(names.filter((name) => !KEPT.has(name)))
}
