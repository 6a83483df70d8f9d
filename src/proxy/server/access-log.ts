/** The access log: one line of JSON for each request, and nothing in it that opens a door. */
import type { Ended } from '../observer.ts'

/** What the log tells: all requests, none, or all with who was signed in. */
export const ACCESS_LOGS = ['on', 'off', 'users'] as const

/** One of them. */
export type AccessLog = (typeof ACCESS_LOGS)[number]

/** What JSON leaves as it is, and a terminal that shows the log would obey. */
const STEERING = /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
/** Characters of a path that are kept: enough to find it, and no flood. */
const PATH_LENGTH = 512
/** Of a method: the longest that is registered has 17. */
const METHOD_LENGTH = 20
/** Of the name of a user. */
const USER_LENGTH = 128

/**
 * The line, without its end. The query is left out, since it may hold what opens a door; headers
 * are not looked at.
 *
 * @param nowMs - Milliseconds since the epoch.
 */
export function accessLine(ended: Ended, withUser: boolean, nowMs: number): string {
  const { method, url, status, seconds, bytes, upstream, reason, user, client, asked } = ended
  const line = JSON.stringify({
    time: new Date(nowMs).toISOString(),
    level: 'info',
    message: 'request',
    method: bounded(method, METHOD_LENGTH),
    path: pathOf(url),
    asked: asked && { method: bounded(asked.method, METHOD_LENGTH), path: pathOf(asked.url) },
    status,
    ms: Math.round(seconds * 1e4) / 10,
    bytes,
    upstream,
    reason,
    client,
    user: withUser && user !== undefined ? bounded(user, USER_LENGTH) : undefined,
  })
  return line.replace(STEERING, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function pathOf(url: string): string {
  return bounded(url.split(/[?#]/, 1)[0] ?? '', PATH_LENGTH)
}

function bounded(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}
