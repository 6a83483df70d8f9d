/** The one word that tells all sites what a visitor agreed to (cookie_service 2.1). */

/** `all`, one of the two classic categories, `essential` alone; `unset` before any choice. */
export type WireConsent = 'all' | 'performance' | 'functionality' | 'essential' | 'unset'

const VALUES: ReadonlySet<unknown> = new Set<WireConsent>([
  'all',
  'performance',
  'functionality',
  'essential',
  'unset',
])

/** Whether it is one of the five words. */
export function isWireConsent(value: unknown): value is WireConsent {
  return VALUES.has(value)
}
