/** JSON as it came from another service, without losing anything of it in silence. */
import { HallpassError } from '../errors.ts'

/**
 * Integers of at most 15 digits are exact, and an exponent of two digits is no infinity; only what
 * is longer needs a closer look.
 */
const LONG_NUMBER = /\d{16}|[eE]\+?\d{3}/

/**
 * The value of a JSON text.
 *
 * @throws HallpassError `bad_payload` when it is not JSON, or holds an integer beyond 2^53, which
 * would be rounded, or a number that would become infinite: Python's integers have no bounds, so
 * send such a one as text. Nothing of the text is in the message.
 */
export function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The cause would quote the text.
    throw new HallpassError('bad_payload', 'The payload is not JSON.')
  }
  if (LONG_NUMBER.test(text) && holdsInexact(text)) {
    const message =
      'The payload holds an integer beyond 2^53, which would be rounded, or a number beyond 1.8e308.'
    throw new HallpassError('bad_payload', message)
  }
  return value
}

/** Looks through a text that is known to be JSON. */
function holdsInexact(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character !== undefined && character >= '0' && character <= '9') {
      const end = endOfNumber(text, at)
      const number = text.slice(at, end)
      const isInteger = /^\d+$/.test(number)
      if (!(isInteger ? Number.isSafeInteger : Number.isFinite)(Number(number))) return true
      at = end - 1
    }
  }
  return false
}

/** The place of the quote that closes the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function endOfNumber(text: string, start: number): number {
  let at = start
  while (at < text.length && /[\d.eE+-]/.test(text[at] ?? '')) at++
  return at
}
