/** The time in a signed value: big-endian bytes without leading zeros, as base64url. */
import { decode, encode } from '../crypto/base64url.ts'
import { LATEST } from '../crypto/seconds.ts'

const HIGH = 2 ** 32

/** @param seconds - since the epoch */
export function writeTimestamp(seconds: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(Math.floor(seconds / HIGH), 0)
  bytes.writeUInt32BE(seconds % HIGH, 4)
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? '' : encode(bytes.subarray(first))
}

/** The seconds since the epoch; undefined for what `writeTimestamp` would not write. */
export function readTimestamp(text: string): number | undefined {
  const bytes = text.length > 11 ? undefined : decode(text)
  if (bytes === undefined || bytes.length > 8 || bytes[0] === 0) return undefined
  let seconds = 0
  for (const byte of bytes) seconds = seconds * 256 + byte
  return seconds <= LATEST ? seconds : undefined
}
