/** fast-check arbitraries that change a value on its way. */

import fc from 'fast-check'

/** Flips one bit, drops one byte or adds one, of bytes that are not empty; never gives back what it got. */
export function byteTampering(): fc.Arbitrary<(bytes: Uint8Array) => Buffer> {
  const place = fc.nat()
  return fc.oneof(
    fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(([at, bit]) => flipBit(at, bit)),
    place.map(dropByte),
    fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => addByte(at, byte)),
  )
}

/** Replaces, drops or adds one character of a text that is not empty; never gives back what it got. */
export function textTampering(): fc.Arbitrary<(text: string) => string> {
  const character = fc.oneof(
    fc.constantFrom(...'AQgw_-+/=. \n\0'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  return fc
    .tuple(fc.nat(), fc.constantFrom('replace', 'drop', 'add'), character)
    .map(([place, kind, added]) => (text: string) => {
      const at = place % text.length
      const before = text.slice(0, at)
      if (kind === 'drop') return before + text.slice(at + 1)
      if (kind === 'add') return before + added + text.slice(at)
      return before + (text[at] === added ? added + added : added) + text.slice(at + 1)
    })
}

/**
 * Flips one bit, drops one byte or adds one of a text as it travels: its UTF-8, or one byte a
 * character where it has such characters alone (as Node reads headers). Never gives back what it got.
 */
export function bitTampering(): fc.Arbitrary<(text: string) => string> {
  return fc
    .tuple(byteTampering(), fc.constantFrom('utf8' as const, 'latin1' as const))
    .map(([tamper, wanted]) => (text: string) => {
      const encoding = /^[\0-\xff]*$/.test(text) ? wanted : 'utf8'
      const changed = tamper(Buffer.from(text, encoding)).toString(encoding)
      // What is no UTF-8 any more is read as U+FFFD, which may have been there before.
      return changed === text ? `${text}\0` : changed
    })
}

function flipBit(place: number, bit: number) {
  return (bytes: Uint8Array): Buffer => {
    const changed = Buffer.from(bytes)
    const at = place % changed.length
    changed[at] = (changed[at] ?? 0) ^ (1 << bit)
    return changed
  }
}

function dropByte(place: number) {
  return (bytes: Uint8Array): Buffer => {
    const at = place % bytes.length
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
  }
}

function addByte(place: number, byte: number) {
  return (bytes: Uint8Array): Buffer => {
    const at = place % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)])
  }
}
