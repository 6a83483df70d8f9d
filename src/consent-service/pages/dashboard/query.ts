/** What the address of a page asks for. */
import type { Exchange } from '../../../http/exchange.ts'

/** The query of a request. */
export function queryOf({ url }: Exchange): URLSearchParams {
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start))
}

/** An address with the parameters that have a value. */
export function address(
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => !!pair[1])
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
