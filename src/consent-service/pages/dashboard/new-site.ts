/** Reads the form that adds a site. */
import { CALLBACK, isCallback, readOrigin } from '../../site-address.ts'
import type { Site } from '../../store/port.ts'

/** A site as it was asked for, and what is wrong with it. */
export interface NewSite {
  readonly origin: string
  readonly callback: string
  readonly fault: { readonly field: 'origin' | 'callback'; readonly text: string } | undefined
}

/** The site that a form asks for. */
export function readNewSite(form: URLSearchParams, sites: readonly Site[]): NewSite {
  const written = (form.get('origin') ?? '').trim()
  const callback = (form.get('callback') ?? '').trim() || CALLBACK
  const fault = (field: 'origin' | 'callback', text: string) => ({
    origin: written,
    callback,
    fault: { field, text },
  })
  const read = readOrigin(written)
  if (read.fault !== undefined) return fault('origin', read.fault)
  const { origin } = read
  if (sites.some((site) => site.origin === origin)) {
    return fault('origin', 'This site is registered already. It can get a new key below.')
  }
  if (!isCallback(callback)) return fault('callback', `Write a path: ${CALLBACK}`)
  return { origin, callback, fault: undefined }
}
