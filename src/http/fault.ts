/** The answer to an error: a page for a person, a problem for a program. */
import type { HallpassError } from '../errors.ts'
import type { Exchange, HeaderList, Reply } from './exchange.ts'
import { explain } from './fault-text.ts'
import { isNavigation } from './navigation.ts'
import { type PageLink, page } from './page.ts'
import { problem, retryAfter, toldDetail } from './problem.ts'
import { returnAddress } from './return-address.ts'

/** What an answer to an error may carry beside the error. */
export interface FaultOptions {
  /** Where a visitor can go from the page; the start page (`/`) when not given, or the same again. */
  readonly links?: readonly PageLink[]
  /** More members of the problem details object. */
  readonly extra?: Record<string, unknown>
  /** More headers, such as cookies to clear. */
  readonly headers?: HeaderList
}

/**
 * The answer to an error: a page when the browser is going to a page, else
 * `application/problem+json`. Both name the code. The error's own message is shown for statuses
 * below 500 only; for a fault of the service the visitor reads a general sentence.
 *
 * @example
 * return faultReply(exchange, error, { links: [{ href: '/auth/login', label: 'Sign in' }] })
 */
export function faultReply(
  exchange: Exchange,
  error: HallpassError,
  options: FaultOptions = {},
): Reply {
  const headers = options.headers ?? []
  if (!isNavigation(exchange)) return problem(error, options.extra, headers)
  const { title, text } = explain(error.code)
  const detail = toldDetail(error)
  const answer = page({
    status: error.status,
    title,
    paragraphs: [text],
    code: error.code,
    ...(detail !== undefined && { detail }),
    docs: error.docs,
    links: options.links ?? waysOn(exchange, error),
    headers: [...retryAfter(error), ...headers],
  })
  return { ...answer, reason: error.code }
}

/** What is down for a moment may be there when the page is loaded again, which only a GET may be. */
function waysOn({ method, url }: Exchange, { code }: HallpassError): PageLink[] {
  const home = { href: '/', label: 'Go to the start page' }
  if (method !== 'GET' || !/^(?:upstream|provider)_/.test(code)) return [home]
  // `//host` would be another one's page.
  const same = returnAddress(url, 'https://relative.invalid', '')
  return same === '' ? [home] : [{ href: same, label: 'Try again' }, home]
}
