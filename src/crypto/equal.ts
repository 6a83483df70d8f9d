/**
 * Comparison of secrets in constant time. This is the only file that calls `timingSafeEqual`, so
 * that a review has one place to look at.
 */

import { timingSafeEqual } from 'node:crypto'

/**
 * Whether two byte strings are equal, without telling by time where they differ. That their
 * lengths differ may be told.
 *
 * @example
 * if (!equalBytes(signature, expected)) throw new HallpassError('bad_signature', '…')
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

/**
 * Whether two texts are equal, without telling by time where they differ. That their lengths
 * differ may be told.
 *
 * @example
 * if (!equalText(parameters.state, transaction.state)) throw new HallpassError('state_unknown', '…')
 */
export function equalText(a: string, b: string): boolean {
  // UTF-16 and not UTF-8, which writes every lone surrogate as the same three bytes.
  return a.length === b.length && equalBytes(Buffer.from(a, 'utf16le'), Buffer.from(b, 'utf16le'))
}
