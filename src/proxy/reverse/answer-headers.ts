/** The headers of an app's answer as the client gets them. */
import type { IncomingMessage } from 'node:http'
import type { HeaderList } from '../../http/exchange.ts'
import { HOP_BY_HOP, namedByConnection } from './hop-by-hop.ts'
import type { OwnCookies } from './own-cookies.ts'

/** What the guard has to say about an answer. */
export interface Additions {
  /** Set where the app says nothing itself. */
  readonly defaults: HeaderList
  /** Set in any case; `set-cookie` beside the app's own lines. */
  readonly committed: HeaderList
  readonly cookies: OwnCookies
  /** The app tried to set a cookie of the guard's: it was left out. */
  readonly onOwnCookie: () => void
}

/** Names and values in turn, as `writeHead` takes them, in the app's order and spelling. */
export function answerHeaders(answer: IncomingMessage, additions: Additions): string[] {
  const { defaults, committed, cookies, onOwnCookie } = additions
  const { rawHeaders, statusCode } = answer
  const named = namedByConnection(answer.headers.connection)
  const out: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || named.has(lower)) continue
    if (lower === 'set-cookie') {
      if (cookies.isSetBy(value)) {
        onOwnCookie()
        continue
      }
    } else if (isIn(committed, lower)) continue
    // A length where there can be no body is a way to desynchronise a connection.
    if (lower === 'content-length' && statusCode === 204) continue
    out.push(name, value)
  }
  for (const [name, value] of defaults) {
    if (answer.headers[name] === undefined && !isIn(committed, name)) out.push(name, value)
  }
  for (const [name, value] of committed) out.push(name, value)
  return out
}

function isIn(headers: HeaderList, name: string): boolean {
  return headers.some(([one]) => one === name)
}
