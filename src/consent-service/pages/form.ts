/** Forms that change something: a sealed token binds each to whom its page was made for. */

import { equalText } from '../../crypto/equal.ts'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { readForm, single } from '../../http/form.ts'
import { type Html, html } from '../../http/html.ts'
import { isSameOrigin } from '../../http/navigation.ts'
import { sealOf } from '../seal.ts'
import type { Service } from '../service.ts'

/** How long a page may lie open before its forms are refused, in seconds. */
const LIFE = 12 * 3600
/** The largest form, in bytes; one that publishes a policy may be larger. */
const LIMIT = 16_384

/**
 * The hidden field that lets a form through.
 *
 * @param holder - For whom the page is: a visitor's id, or the session of the dashboard.
 */
export function formToken(service: Service, holder: string): Html {
  const made = Math.floor(service.ports.now())
  const token = sealOf(service, 'consent-form').seal(JSON.stringify([holder, made]))
  return html`<input type="hidden" name="token" value="${token}">`
}

/**
 * The fields of a form that was sent from our own page, by whom the page was made for.
 *
 * @param limitBytes - The largest form that is read; 16 KB unless told.
 * @throws `cross_site_request` for one that was not; `signature_expired` for a page older than
 * twelve hours; `bad_request`, `body_too_large`.
 */
export async function postedForm(
  service: Service,
  exchange: Exchange,
  holder: string,
  limitBytes: number = LIMIT,
): Promise<URLSearchParams> {
  if (!isSameOrigin(exchange, service.baseUrl)) throw foreign()
  const form = await readForm(exchange, limitBytes)
  const opened = sealOf(service, 'consent-form').open(single(form, 'token') ?? '')
  if (!opened.ok) throw foreign()
  const [owner, made]: [string, number] = JSON.parse(opened.plaintext)
  if (!equalText(owner, holder)) throw foreign()
  if (service.ports.now() - made > LIFE) {
    throw new HallpassError('signature_expired', 'The page with this form is too old.')
  }
  return form
}

function foreign(): HallpassError {
  return new HallpassError('cross_site_request', 'The form did not come from our own page.')
}
