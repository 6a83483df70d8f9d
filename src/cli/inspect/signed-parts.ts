/** The parts of a value of itsdangerous: payload, perhaps a time, signature. */
import { decode } from '../../crypto/base64url.ts'
import type { Digest } from '../../signing/keys.ts'
import { readTimestamp } from '../../signing/timestamp.ts'

/** The parts of a signed value. */
export interface Parts {
  /** What was signed. */
  readonly text: string
  readonly separator: string
  readonly signature: string
  /** Undefined when the signature is as long as none of them. */
  readonly digest: Digest | undefined
  /** Seconds since the epoch; undefined when there is no time in it. */
  readonly signedAt: number | undefined
  readonly payload: string
  readonly notes: readonly string[]
}

/** Characters of a signature by digest: 20, 32 and 64 bytes as base64url. */
const DIGESTS: Readonly<Record<number, Digest>> = { 27: 'sha1', 43: 'sha256', 86: 'sha512' }
/** As much of the end as a signature and its separator can take. */
const TAIL = 100

/** Timestamps before 2000 or after 2100 are text that only looks like one. */
const EARLIEST = 946_684_800
const LATEST = 4_102_444_800

/** The ways in which a value can be taken apart, the likeliest first; none when it is not signed. */
export function partsOf(value: string): readonly Parts[] {
  const whole = strict(value)
  return whole.length > 0 ? whole : [...respelled(value), ...damaged(value)]
}

/** As itsdangerous writes it. Where a separator begins, only a secret can tell. */
function strict(value: string): Parts[] {
  const match = /([^\w=-]{1,3})([\w-]+)$/.exec(value.slice(-TAIL))
  const [, run = '', signature = ''] = match ?? []
  const digest = DIGESTS[signature.length]
  if (digest === undefined) return []
  const isCanonical = decode(signature) !== undefined
  const notes = isCanonical ? [] : ['Its last character is none that a signature ends with.']
  const lengths = Array.from({ length: run.length }, (_, i) => i + 1)
  return lengths.map((length) =>
    taken(value.slice(0, -signature.length), run.slice(-length), signature, digest, notes),
  )
}

/** In the other alphabet of base64, or with padding. */
function respelled(value: string): Parts[] {
  const match = /([^\w=+/-])([\w+/-]+)(={0,2})$/.exec(value.slice(-TAIL))
  const [, separator = '', written = '', padding = ''] = match ?? []
  const signature = written.replaceAll('+', '-').replaceAll('/', '_')
  const digest = DIGESTS[signature.length]
  if (digest === undefined) return []
  const note =
    'Its signature is in padded or standard base64, which itsdangerous never writes: something ' +
    'on the way wrote it anew, and services refuse it.'
  const before = value.slice(0, -(written + padding).length)
  return [taken(before, separator, signature, digest, [note])]
}

/** With a signature of no known length behind a time. */
function damaged(value: string): Parts[] {
  const at = value.lastIndexOf('.')
  const signature = value.slice(at + 1)
  if (at < 0 || !/^[\w=+/-]{0,90}$/.test(signature)) return []
  const note =
    `Its signature has ${signature.length} characters, and should have 27 (SHA-1), 43 (SHA-256) ` +
    'or 86 (SHA-512): it was cut or added to.'
  const parts = taken(value.slice(0, at + 1), '.', signature, undefined, [note])
  return parts.signedAt === undefined ? [] : [parts]
}

function taken(
  before: string,
  separator: string,
  signature: string,
  digest: Digest | undefined,
  notes: readonly string[],
): Parts {
  const text = before.slice(0, -separator.length)
  const at = text.lastIndexOf(separator)
  const seconds = at < 0 ? undefined : readTimestamp(text.slice(at + separator.length))
  const timed = seconds !== undefined && seconds >= EARLIEST && seconds <= LATEST
  return {
    text,
    separator,
    signature,
    digest,
    signedAt: timed ? seconds : undefined,
    payload: timed ? text.slice(0, at) : text,
    notes,
  }
}
