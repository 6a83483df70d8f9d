/** What PostgreSQL's errors mean to us. */

/** What the beginning of an SQLSTATE, or a word of Node's, says. */
const WORDS: readonly (readonly [start: string, words: string])[] = [
  ['55P03', 'is locked by another process'],
  ['40', 'is locked by another process'],
  ['57014', 'does not answer in time'],
  ['25006', 'cannot be written to'],
  ['53100', 'is full'],
  ['53', 'has too much to do'],
  ['28', 'refuses the name or password'],
  ['3D000', 'is not there: the server has no such database'],
  ['57', 'is being stopped or started'],
  ['08', 'cannot be reached'],
  ['XX', 'is damaged'],
  ['58', 'cannot be read or written'],
  ['ECONN', 'cannot be reached'],
  ['EHOST', 'cannot be reached'],
  ['ENET', 'cannot be reached'],
  ['ENOTFOUND', 'cannot be reached'],
  ['EAI_', 'cannot be reached'],
  ['ETIMEDOUT', 'does not answer in time'],
]

/** The SQLSTATE, or Node's word for what happened to a connection; empty without any. */
export function sqlState(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Why nothing can be done, for the message of `store_unavailable`. */
export function reasonOf(error: unknown): string {
  const code = sqlState(error)
  const known = WORDS.find(([start]) => code.startsWith(start))
  return known?.[1] ?? (code === '' ? 'does not answer' : 'cannot do this')
}
