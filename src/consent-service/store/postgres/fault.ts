/** What PostgreSQL's errors mean to us. */
import { HallpassError, isHallpassError } from '../../../errors.ts'
import { unavailable } from '../unavailable.ts'

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

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Whether it is about one value, so that others of the same transaction can do without it. */
export function isAboutValue(error: unknown): boolean {
  const cause = isHallpassError(error) ? error.cause : error
  return cause instanceof TypeError || /^2[23]/.test(codeOf(cause))
}

/** The error that the store's caller gets: one of the driver is `store_unavailable`. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof HallpassError || error instanceof TypeError) return error
  const code = codeOf(error)
  const known = WORDS.find(([start]) => code.startsWith(start))
  const fallback = code === '' ? 'does not answer' : 'cannot do this'
  return unavailable(known?.[1] ?? fallback, error)
}
