/** Callbacks that are caught on their way back to a site. */
import { eventually } from './eventually.ts'
import type { Person } from './person.ts'
import type { Site } from './sites.ts'

/**
 * Sends somebody to the service from a site, and keeps them from coming back: the address, with a
 * code that was not used. They have the cookies of both.
 */
export async function caughtCallback({ context, page }: Person, site: Site): Promise<URL> {
  const session = await context.newCDPSession(page)
  let caught: string | undefined
  session.on('Fetch.requestPaused', ({ requestId, responseHeaders = [] }) => {
    caught = responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value
    session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => {})
  })
  const urlPattern = '*/api/v1/cookies/session*'
  await session.send('Fetch.enable', { patterns: [{ urlPattern, requestStage: 'Response' }] })
  await page.goto(site.origin, { waitUntil: 'commit' })
  await eventually('the callback is caught', () => caught !== undefined)
  await session.detach()
  return new URL(caught ?? '')
}

/** The code of a callback. */
export function codeOf(callback: URL): string {
  return callback.searchParams.get('code') ?? ''
}
