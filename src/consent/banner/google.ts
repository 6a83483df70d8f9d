/** Google Consent Mode v2: denied before anything else runs, then what was chosen. */
import type { WireConsent } from '../wire/values.ts'
import { pageGlobal } from './page.ts'

type Gtag = (...command: unknown[]) => void
const page = globalThis as { dataLayer?: unknown[]; gtag?: Gtag }

function settings(word: WireConsent): Record<string, string> {
  const said = (category: WireConsent) =>
    word === 'all' || word === category ? 'granted' : 'denied'
  const performance = said('performance')
  const functionality = said('functionality')
  return {
    ad_storage: performance,
    ad_user_data: performance,
    ad_personalization: performance,
    analytics_storage: performance,
    functionality_storage: functionality,
    personalization_storage: functionality,
    security_storage: 'granted',
  }
}

/** Says the defaults, unless the page has its own `gtag`: its defaults are its own then too. */
export function setGoogleDefaults(): void {
  if (pageGlobal('gtag')) return
  const dataLayer = pageGlobal<unknown[]>('dataLayer') ?? []
  page.dataLayer = dataLayer
  // Google's tags read the arguments object itself; a list is something else to them.
  page.gtag = function gtag() {
    // biome-ignore lint/complexity/noArguments: see above
    dataLayer.push(arguments)
  }
  page.gtag('consent', 'default', { ...settings('unset'), wait_for_update: 500 })
}

/**
 * Says what was chosen.
 *
 * @param fresh - Performance was not allowed before on this page: tags that wait for the event
 *   `pageview`, as cookie-policy's users set them up, then count it.
 */
export function updateGoogle(word: WireConsent, fresh: boolean): void {
  pageGlobal<Gtag>('gtag')?.('consent', 'update', settings(word))
  if (fresh) pageGlobal<unknown[]>('dataLayer')?.push({ event: 'pageview' })
}
