/** Reads the form that adds a site. */
import { isLoopbackHost } from '../../../http/loopback.ts'
import type { Site } from '../../store/port.ts'

/** A site as it was asked for, and what is wrong with it. */
export interface NewSite {
  readonly origin: string
  readonly callback: string
  readonly fault: { readonly field: 'origin' | 'callback'; readonly text: string } | undefined
}

/** Where a site's callback is unless it says otherwise. */
export const CALLBACK = '/_cookies/callback'

const PATH = /^\/(?!\/)[\w\-./~%!$&'()*+,;=:@]*$/

/** The site that a form asks for. An origin may be written with a slash at its end. */
export function readNewSite(form: URLSearchParams, sites: readonly Site[]): NewSite {
  const written = (form.get('origin') ?? '').trim()
  const callback = (form.get('callback') ?? '').trim() || CALLBACK
  const url = /[\s\\*]/.test(written) ? null : URL.parse(written)
  const origin = url?.origin ?? written
  const fault = (field: 'origin' | 'callback', text: string) => ({
    origin: written,
    callback,
    fault: { field, text },
  })
  const known = url !== null && /^https?:$/.test(url.protocol)
  if (!known || url.username !== '' || url.password !== '') {
    return fault('origin', 'Write the scheme and the host: https://shop.example')
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return fault('origin', `Leave out what follows the host: ${origin}`)
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return fault('origin', 'A site is on https; http is for this machine only (localhost).')
  }
  if (sites.some((site) => site.origin === origin)) {
    return fault('origin', 'This site is registered already. It can get a new key below.')
  }
  if (!PATH.test(callback) || new URL(callback, 'https://site.example').pathname !== callback) {
    return fault('callback', `Write a path: ${CALLBACK}`)
  }
  return { origin, callback, fault: undefined }
}
