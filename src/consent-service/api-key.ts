/** The API keys of sites: shown once, and kept as a hash. */
import { hash as hashOf, randomBytes } from 'node:crypto'

const KEY = /^hpk_[\w-]{43}$/

/** A new key of 32 random bytes, and what the store keeps of it. */
export function newApiKey(): { readonly key: string; readonly hash: string } {
  const key = `hpk_${randomBytes(32).toString('base64url')}`
  return { key, hash: apiKeyHash(key) }
}

/** The SHA-256 of a key, in hexadecimal: a key has so much chance in it that salt adds nothing. */
export function apiKeyHash(key: string): string {
  return hashOf('sha256', key)
}

/** Whether a text has the shape of a key; one that has not is not looked up. */
export function isApiKey(text: string): boolean {
  return KEY.test(text)
}
