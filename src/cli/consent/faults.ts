/** Faults of the store, as a person at a terminal needs them: what it was, and the way out. */
import { isHallpassError } from '../../errors.ts'
import { codeOf } from './files.ts'

/** By the code of what the system, or PostgreSQL, said; only what the store's own words leave open. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read and write there',
  EPERM: 'this user may not read and write there',
  EROFS: 'it is on a file system that is read-only',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'there is no space left',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  '42501': 'the user has too few rights there',
}

/**
 * A fault with one sentence that names the data. What is no fault of the store comes back as it
 * is.
 *
 * @param name - The data, without a password.
 */
export function plainFault(error: unknown, name: string): unknown {
  if (!isHallpassError(error)) return error
  if (error.code !== 'store_unavailable') return new Error(`${name}: ${error.message}`)
  const what = error.message.replace(/^The store of the consent service/, name).replace(/\.$/, '')
  const reason = reasonOf(error.cause)
  if (reason !== undefined) return new Error(`${what}: ${reason}.`)
  return new Error(/is locked/.test(what) ? `${what}: try again in a moment.` : `${what}.`)
}

/** The reason of an error, or of the one that it was made from. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return undefined
  return REASONS[codeOf(error) ?? ''] ?? reasonOf(error.cause)
}
