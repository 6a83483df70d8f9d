/** One-time codes: shown once in an address, and kept as a hash. */
import { hash as hashOf, randomBytes } from 'node:crypto'

/** How long a code can be used, in milliseconds. */
export const CODE_LIFE = 60_000

const CODE = /^[\w-]{43}$/

/** A code of 32 random bytes, and what the store keeps of it. */
export function newCode(): { readonly code: string; readonly hash: string } {
  const code = randomBytes(32).toString('base64url')
  return { code, hash: codeHash(code) }
}

/** The SHA-256 of a code, in hexadecimal. */
export function codeHash(code: string): string {
  return hashOf('sha256', code)
}

/** Whether a text has the shape of a code; one that has not is not looked up. */
export function isCode(text: string): boolean {
  return CODE.test(text)
}
