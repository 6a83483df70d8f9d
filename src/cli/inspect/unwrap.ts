/** What a person pastes is seldom the bare value: here it is taken out of what is around it. */
import { readChunked } from '../../http/chunks.ts'
import { unquoteCookieValue } from '../../http/python-cookies.ts'

/** A cookie or token that was given, in each way in which it may be meant. */
export interface Given {
  /** The cookie's name. */
  readonly name?: string | undefined
  /** The likeliest first; never empty. */
  readonly readings: readonly Reading[]
}

/** One way to read what was given. */
export interface Reading {
  readonly value: string
  /** What was taken off or undone for it. */
  readonly notes: readonly string[]
}

const PAIR = /^([!#$%&'*+.^`|~\w-]+)=(?!=?$)(.*)$/s
const ATTRIBUTE =
  /^\s*(?:path|domain|expires|max-age|httponly|secure|samesite|partitioned|priority)\b/i

/**
 * What is meant by a bare value, `name=value`, a `Cookie` or `Set-Cookie` line or `Bearer`
 * credentials. Pieces of one sealed value are put together.
 */
export function unwrap(text: string): readonly Given[] {
  const trimmed = text.trim()
  const notes = trimmed === text.replace(/\r?\n$/, '') ? [] : ['White space around it was cut off.']
  const bare = trimmed.replace(/^(?:authorization\s*:\s*)?bearer\s+/i, '')
  const line = bare.replace(/^(?:set-cookie|cookie)\s*:\s*/i, '')
  const [first = '', ...rest] = line.split(';')
  const isPair = PAIR.test(first)
  if (isPair && /^set-cookie/i.test(bare)) return [cookie(first, notes)]
  if (isPair && rest.length > 0 && rest.every((part) => ATTRIBUTE.test(part))) {
    return [cookie(first, notes)]
  }
  const pairs = line.split(';').map((part) => part.trim())
  if (isPair && rest.length > 0 && pairs.every((part) => part === '' || part.includes('='))) {
    return joined(pairs, notes)
  }
  return [cookie(line, notes)]
}

/** The cookies of a line, those that are pieces of one value as one. */
function joined(pairs: readonly string[], notes: readonly string[]): readonly Given[] {
  const split = pairs.flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [[pair.slice(0, at), pair.slice(at + 1)]]
  })
  const all = Object.fromEntries(split)
  const pieces = new Set<string>()
  const whole = split.map(([name, value]): Given => {
    const count = /^c([2-4])\.hp1\./.exec(value)?.[1]
    const read = count === undefined ? undefined : readChunked(name, all)
    if (read === undefined || !('value' in read)) return cookie(`${name}=${value}`, notes)
    for (let i = 1; i < Number(count); i++) pieces.add(`${name}.${i}`)
    const note = `It was put together from ${count} cookies.`
    return { name, readings: [{ value: read.value, notes: [...notes, note] }] }
  })
  return whole.filter(({ name = '' }) => !pieces.has(name))
}

function cookie(text: string, notes: readonly string[]): Given {
  const [, name, value = ''] = PAIR.exec(text) ?? []
  if (name === undefined) return { readings: readings(text, notes) }
  // An equals sign may also belong to the value.
  return { name, readings: [...readings(value.trim(), notes), { value: text, notes }] }
}

/** As it is, out of Python's quotes, percent-decoded, without line breaks. */
function readings(value: string, before: readonly string[]): Reading[] {
  const plain = { value, notes: before }
  const unquoted = unquoteCookieValue(value)
  const found: Reading[] =
    unquoted === undefined ? [] : [{ value: unquoted, notes: [...before, QUOTED] }]
  const decoded = percentDecoded(unquoted ?? value)
  const undone = decoded === undefined ? [] : [{ value: decoded, notes: [...before, PERCENT] }]
  // Where every special character is encoded, the whole was; else an escape may be a part of it.
  const isEncoded = /^"?[\w!'()*.~%-]+"?$/.test(value)
  found.unshift(...(isEncoded ? undone : []))
  found.push(...(unquoted === undefined ? [plain] : []), ...(isEncoded ? [] : undone))
  if (/\s/.test(value)) {
    found.push({ value: value.replace(/\s+/g, ''), notes: [...before, WRAPPED] })
  }
  return found
}

const QUOTED = 'It was in quotes, as Python writes cookies; they were taken off.'
const PERCENT = 'It was percent-encoded, which Python services do not undo; it was decoded.'
const WRAPPED = 'White space inside it was taken out: it was wrapped when it was copied.'

function percentDecoded(value: string): string | undefined {
  if (!/%[\da-f]{2}/i.test(value)) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
