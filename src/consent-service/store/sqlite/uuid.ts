/** Visitors' ids as SQLite keeps them: 16 bytes. */
import { HallpassError } from '../../../errors.ts'
import { fromHex, isUuid } from '../row.ts'

/** Undefined for what is no id. */
export function uuidBytes(id: string): Buffer | undefined {
  return isUuid(id) ? fromHex(id.replaceAll('-', '')) : undefined
}

/** @throws HallpassError `bad_request` for what is no id. */
export function neededUuid(id: string): Buffer {
  const bytes = uuidBytes(id)
  if (bytes === undefined) throw new HallpassError('bad_request', 'A visitor’s id is a UUID.')
  return bytes
}

/** The id of 16 bytes in hexadecimal. */
export function uuidText(hex: string): string {
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)]
  return `${parts.join('-')}-${hex.slice(20)}`
}
