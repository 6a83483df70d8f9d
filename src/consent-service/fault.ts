/** The answer to whatever went wrong. */
import { type HallpassError, isHallpassError } from '../errors.ts'
import type { Exchange, HeaderList, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { explain } from '../http/fault-text.ts'
import { isNavigation } from '../http/navigation.ts'
import { page } from '../http/page.ts'
import { problem } from '../http/problem.ts'
import type { Core, Route } from './core.ts'

const BEARER: HeaderList = [['www-authenticate', 'Bearer']]

/** The answer to an error, as a page or for a program; what is the service's fault is logged. */
export function faultOf(
  core: Core,
  exchange: Exchange,
  route: Route | undefined,
  error: unknown,
): Reply {
  if (!isHallpassError(error)) return unexpected(core, exchange, route, error)
  if (error.code === 'store_unavailable') {
    core.outages.tell(error)
  } else if (error.status >= 500) {
    core.service.ports.logger.error(error.message, { route: route?.name, code: error.code })
  }
  const headers = headersOf(error, route)
  if (!isForPrograms(exchange, route)) return faultReply(exchange, error, { headers })
  // `error` is what clients of the original service look at.
  return problem(error, { error: explain(error.code).title }, headers)
}

function isForPrograms({ url }: Exchange, route: Route | undefined): boolean {
  return route === undefined ? url.startsWith('/api/') : route.forPrograms
}

function headersOf({ code }: HallpassError, route: Route | undefined): HeaderList {
  if (code === 'api_key_invalid') return BEARER
  if (code === 'method_not_allowed' && route !== undefined) return [allow(route)]
  // The rest of a body that is too large is not read: the connection cannot go on.
  return code === 'body_too_large' ? [['connection', 'close']] : []
}

/** What a path answers. */
export function allow(route: Route): readonly ['allow', string] {
  return ['allow', [...new Set([...route.methods, 'OPTIONS'])].join(', ')]
}

/** An error that nobody foresaw. Its message may hold data, so the log gets only where it was. */
function unexpected(
  core: Core,
  exchange: Exchange,
  route: Route | undefined,
  error: unknown,
): Reply {
  const name = error instanceof Error ? error.name : typeof error
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line))
  core.service.ports.logger.error('a request failed unexpectedly', {
    route: route?.name,
    error: name,
    at: at.slice(0, 8).map((line) => line.trim()),
  })
  const { title, text } = explain('hook_failed')
  if (!isForPrograms(exchange, route) && isNavigation(exchange)) {
    return page({ status: 500, title, paragraphs: [text], links: [{ href: '/', label: 'Back' }] })
  }
  return {
    status: 500,
    headers: [['content-type', 'application/problem+json']],
    body: JSON.stringify({ type: 'about:blank', title, status: 500, detail: text, error: title }),
  }
}
