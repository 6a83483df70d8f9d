/** The answer to an error of an auth route: a page or a problem, a line in the log. */
import type { HallpassError } from '../../errors.ts'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { faultReply } from '../../http/fault.ts'
import { answer, loginPath } from '../challenge.ts'
import type { Core } from '../core.ts'

/** Refuses, with a way to begin again. */
export async function refuse(
  core: Core,
  exchange: Exchange,
  error: HallpassError,
  options: { headers?: HeaderList; returnTo?: string } = {},
): Promise<Reply> {
  const level = error.status >= 500 ? 'error' : 'warn'
  core.ports.logger[level](`refused: ${error.code}`, {
    detail: error.message,
    client: core.urls.clientAddress(exchange),
    ...(error.cause instanceof Error && { cause: causes(error.cause) }),
  })
  const { headers = [], returnTo = core.routes.home } = options
  // The provider would only sign the same account in again.
  const other = error.code === 'forbidden' ? { prompt: 'select_account' } : {}
  const links = [
    { href: loginPath(core, returnTo, other), label: 'Start again' },
    { href: core.routes.home, label: 'Go to the start page' },
  ]
  const reply = faultReply(exchange, error, { headers, links })
  return await answer(core.options.handlers?.error, { exchange, error, reply })
}

/** What led to an error, from the outside in: `fetch failed` says nothing without its own cause. */
function causes(error: Error, depth = 0): string {
  const said = `${error.name}: ${error.message}`
  return error.cause instanceof Error && depth < 3
    ? `${said}; ${causes(error.cause, depth + 1)}`
    : said
}
