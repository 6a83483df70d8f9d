/** What the shop and the newspaper have in common where they ask for consent. */
import type { BannerTexts, BannerTheme, ConsentOptions } from '../../../consent.ts'
import { type Html, html } from '../../../http/html.ts'

/** A site at the central service. */
export interface ConsentClient {
  /** Where the service is. */
  readonly service: string
  readonly apiKey: string
}

/** What a site uses, in a person's words. */
export interface Uses {
  readonly essential: string
  readonly performance: string
  readonly functionality: string
}

/** The page that says what a site keeps, and why. */
export const COOKIES_PATH = '/cookies'

/** The option `consent` of a site: its own colours and words, everything else as it comes. */
export function consentOptions(
  { service, apiKey }: ConsentClient,
  theme: BannerTheme,
  words: Partial<BannerTexts>,
  uses: Uses,
): ConsentOptions {
  const categories = {
    essential: { title: 'Essential', description: uses.essential },
    performance: { title: 'Performance', description: uses.performance },
    functionality: { title: 'Functionality', description: uses.functionality },
  }
  const texts = { en: { ...words, categories } }
  return { service, apiKey, banner: { theme, texts, policyUrl: COOKIES_PATH } }
}

/**
 * What ends the head of each page: the banner, before any other script and after the style, since
 * it is as large as what it holds back; and the counter, which waits until it is allowed.
 */
export const CONSENT_HEAD: Html = html`<script src="/_choices/ask.js"></script>
<script type="text/plain" data-consent="performance" data-src="/counter.js"></script>`

/** What stands in the foot of each page. Without scripts the first link leads to a page. */
export function consentLinks(service: string): Html {
  return html`<p class="consent"><a class="js-revoke-cookie-manager" href="${COOKIES_PATH}">Cookies</a> <a href="${service}/choices">What I agreed to</a> <span id="counted">This page view is not counted.</span></p>`
}

/** The made-up visit counter. */
export const COUNTER_SCRIPT = `fetch('/counted', { method: 'POST' })
  .then((answer) => answer.json())
  .then(({ views }) => {
    const place = document.getElementById('counted')
    if (place) place.textContent = 'Page view ' + views.toLocaleString('en') + ' of today: counted, as you allowed.'
  })
`

/** Counts on from `views`, which is made up. */
export function counter(views: number): () => { readonly views: number } {
  let counted = views
  return () => {
    counted += 1
    return { views: counted }
  }
}

/** The page that says what the site keeps. */
export function cookiesPage(uses: Uses, service: string): Html {
  return html`<h1>Cookies, and what they are for</h1>
<p class="lead">You choose once, for all sites of Harbour. Nothing but the essential is used before you do.</p>
<section class="panel" aria-label="What is kept"><dl>
<dt>Essential</dt><dd>${uses.essential}</dd>
<dt>Performance</dt><dd>${uses.performance}</dd>
<dt>Functionality</dt><dd>${uses.functionality}</dd>
</dl>
<div class="actions"><button class="js-revoke-cookie-manager">Change my choice</button><a class="button quiet" href="${service}/choices">What I agreed to</a></div></section>`
}
