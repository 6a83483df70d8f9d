/** What a person pastes is seldom the bare value: here it is taken out of what is around it. */
import { unquoteCookieValue } from '../../http/python-cookies.ts'

/** A value, and what was around it. */
export interface Unwrapped {
  readonly value: string
  /** The cookie's name. */
  readonly name?: string | undefined
  readonly notes: readonly string[]
}

/**
 * The value of `value`, `name=value`, a `Cookie` or `Set-Cookie` line, `Bearer` credentials; in
 * Python's quotes or percent-encoded. Of several cookies the first is taken.
 */
export function unwrap(text: string): Unwrapped {
  const notes: string[] = []
  let value = text.trim()
  if (value !== text.replace(/\r?\n$/, '')) notes.push('White space around it was cut off.')
  value = value.replace(/^(?:set-cookie|cookie)\s*:\s*/i, '')
  value = value.replace(/^(?:authorization\s*:\s*)?bearer\s+/i, '')
  let name: string | undefined
  const pair = /^([!#$%&'*+.^`|~\w-]+)=(?!=?$)(.*)$/s.exec(value)
  if (pair !== null) {
    name = pair[1]
    value = pair[2] ?? ''
    const end = value.startsWith('"')
      ? value.indexOf('"; ') + 1
      : value.search(/;\s*[\w$-]+(=|;|$)/)
    if (end > 0) value = value.slice(0, end)
  }
  const unquoted = unquoteCookieValue(value)
  if (unquoted !== undefined) {
    value = unquoted
    notes.push('It was in quotes, as Python writes cookies; they were taken off.')
  }
  if (/%[\da-f]{2}/i.test(value)) {
    try {
      value = decodeURIComponent(value)
      notes.push('It was percent-encoded, which Python services do not undo; it was decoded.')
    } catch {
      notes.push('It looks percent-encoded, and is not.')
    }
  }
  return { value, name, notes }
}
