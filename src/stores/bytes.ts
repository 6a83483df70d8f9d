/** Values and names as bytes, for what keeps bytes. */
import type { StoreValue } from './store.ts'

/** A text or bytes as bytes, without a copy of bytes. */
export function toBytes(value: StoreValue): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** What `toBytes` was given; bytes are a copy, as a driver's own may be part of something larger. */
export function fromBytes(bytes: Uint8Array, isText: boolean): StoreValue {
  return isText ? textOf(bytes) : new Uint8Array(bytes)
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}
