/** The site that a command line names. */
import type { ConsentStore, Site } from '../../../consent-service/store/port.ts'
import { UsageError } from '../../usage.ts'

/**
 * The one origin that stands on the command line.
 *
 * @throws UsageError for none, or more
 */
export function theOrigin(positionals: readonly string[], help: string): string {
  const [origin, ...more] = positionals
  if (origin === undefined) throw new UsageError('which site? Give its origin', help)
  if (more.length > 0) throw new UsageError('one site at a time', help)
  return origin
}

/** @throws Error that says how to see the sites */
export async function theSite(store: ConsentStore, origin: string): Promise<Site> {
  const site = await store.siteOfOrigin(origin)
  if (site !== undefined) return site
  throw new Error(`There is no site ${origin}. Which there are: hallpass consent site list`)
}
