/** What errors of Redis and its clients mean to us. */

/** What the answer of the server, or a word of Node's or a client's, begins with. */
const WORDS: readonly (readonly [start: string, words: string])[] = [
  ['READONLY', 'cannot be written to'],
  ['MISCONF', 'cannot be written to'],
  ['NOREPLICAS', 'cannot be written to'],
  ['OOM', 'is full'],
  ['LOADING', 'is being stopped or started'],
  ['BUSY', 'has too much to do'],
  ['NOAUTH', 'refuses the name or password'],
  ['WRONGPASS', 'refuses the name or password'],
  ['NOPERM', 'refuses the name or password'],
  ['MASTERDOWN', 'cannot be reached'],
  ['CLUSTERDOWN', 'cannot be reached'],
  ['TRYAGAIN', 'is being stopped or started'],
  ['WRONGTYPE', 'is damaged'],
  ['ECONN', 'cannot be reached'],
  ['EPIPE', 'cannot be reached'],
  ['EHOST', 'cannot be reached'],
  ['ENET', 'cannot be reached'],
  ['ENOTFOUND', 'cannot be reached'],
  ['EAI_', 'cannot be reached'],
  ['ETIMEDOUT', 'does not answer in time'],
]

/** The word that an answer begins with, or Node's for what happened to a connection. */
export function replyCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return /^[A-Z]{3,}(?= )/.exec(error.message)?.[0] ?? ''
}

/** Why nothing can be done, for the message of `store_unavailable`. */
export function reasonOf(error: unknown): string {
  const code = replyCode(error)
  const known = WORDS.find(([start]) => code.startsWith(start))
  // Clients tell in words of their own that a connection is closed.
  return known?.[1] ?? (code === '' ? 'cannot be reached' : 'cannot do this')
}
