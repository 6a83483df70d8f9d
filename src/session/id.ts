/** Ids of sessions. */
import { randomBytes } from 'node:crypto'

/** A new id: 128 random bits, base64url. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url')
}
