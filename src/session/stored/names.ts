/** What stored sessions are called in a store. Only hashes: no name there opens anything. */
import { createHash, randomBytes } from 'node:crypto'

/** 32 bytes in base64url, without a value that no encoder writes. */
const ID = /^[\w-]{42}[AEIMQUYcgkosw048]$/

/** A new id, for the cookie: 256 random bits, base64url. Who knows it has the session. */
export function newStoredId(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a cookie can be the id of a stored session at all. */
export function isStoredId(text: string): boolean {
  return ID.test(text)
}

/** The name of a session for everybody else: a SHA-256 of the id, base64url. It opens nothing. */
export function publicId(id: string): string {
  return hash(id)
}

/** The key of a session, by its public id. */
export function sessionKey(publicName: string): string {
  return `session:${publicName}`
}

/** The index of all sessions of a user. */
export function userIndex(issuer: string, sub: string): string {
  return `session-user:${hash(issuer, sub)}`
}

/** The index of the sessions that a provider knows under one id of its own. */
export function providerIndex(issuer: string, clientId: string, sid: string): string {
  return `session-sid:${hash(issuer, clientId, sid)}`
}

/** The key of something that is used once. */
export function onceKey(kind: 'use' | 'login', name: string): string {
  return `session-once:${hash(kind, name)}`
}

/** The lock of a refresh. */
export function refreshLock(id: string): string {
  return `session-refresh:${publicId(id)}`
}

/** Of the parts as JSON, so that no two lists of parts are one text. */
function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
