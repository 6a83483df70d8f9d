/**
 * base64url (RFC 4648 section 5) with exactly one text for each byte string. Node's own decoder
 * skips what it does not know, so that many texts would open as the same token; here any other
 * spelling (padding, white space, `+` and `/`, trailing bits that are not zero) is refused.
 */

/**
 * The bytes as base64url without padding.
 *
 * @example
 * encode(Buffer.from('hallpass')) // 'aGFsbHBhc3M'
 */
export function encode(bytes: Uint8Array): string {
  return view(bytes).toString('base64url')
}

/**
 * The bytes of a base64url text without padding, or undefined when the text is not the one that
 * `encode` writes. Never throws.
 *
 * @example
 * decode('aGFsbHBhc3M')?.toString() // 'hallpass'
 * decode('aGFsbHBhc3N') // undefined: the trailing bits are not zero
 */
export function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  // Writing it again is the whole check, and takes a third of the time of a regular expression.
  return bytes.toString('base64url') === text ? bytes : undefined
}

/**
 * The bytes as base64url with padding, as Python's `urlsafe_b64encode` writes it.
 *
 * @example
 * encodePadded(Buffer.from('hallpass')) // 'aGFsbHBhc3M='
 */
export function encodePadded(bytes: Uint8Array): string {
  const text = encode(bytes)
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/**
 * The bytes of a base64url text with padding, or undefined when the text is not the one that
 * `encodePadded` writes. Never throws.
 */
export function decodePadded(text: string): Buffer | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return decode(text.slice(0, text.length - padding))
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
