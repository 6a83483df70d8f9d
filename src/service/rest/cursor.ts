/** Where the next page begins: the values of the last row's key, signed. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import { type Secrets, secretList } from '../../signing/secrets.ts'
import { Signer } from '../../signing/signer.ts'

/** A value of a key column. */
export type KeyValue = string | number | bigint | boolean | Date

const MAX_CURSOR = 2048

/** Writes and reads cursors of one order. */
export class Cursors {
  readonly #signer: Signer

  /** @param purpose - What the order is: a cursor of another order is none. */
  constructor(secrets: Secrets, purpose: string) {
    this.#signer = new Signer(secretList(secrets, 'secrets', 'keyset'), {
      salt: `hallpass.rest.cursor ${purpose}`,
      digest: 'sha256',
      keyDerivation: 'hmac',
    })
  }

  /** @throws HallpassError `invalid_config` for a null, which has no place in an order */
  write(values: readonly unknown[]): string {
    const text = JSON.stringify(values.map(written))
    return this.#signer.sign(Buffer.from(text).toString('base64url'))
  }

  /** The values; undefined for what was not written here. */
  read(cursor: string): readonly KeyValue[] | undefined {
    if (cursor.length > MAX_CURSOR) return undefined
    try {
      const text = Buffer.from(this.#signer.unsign(cursor), 'base64url').toString()
      const values: unknown = JSON.parse(text)
      return Array.isArray(values) ? values.map(read) : undefined
    } catch (error) {
      if (isHallpassError(error)) return undefined
      throw error
    }
  }
}

function written(value: unknown): unknown {
  if (value instanceof Date) return { date: value.toISOString() }
  if (typeof value === 'bigint') return { bigint: String(value) }
  const isPlain = typeof value === 'string' || typeof value === 'boolean'
  if (isPlain || (typeof value === 'number' && Number.isFinite(value))) return value
  const message = 'keyset: a key column was null or of a type without an order; it must be NOT NULL'
  throw new HallpassError('invalid_config', message)
}

/** The signature holds, so that it is what `written` made. */
function read(value: unknown): KeyValue {
  if (typeof value !== 'object' || value === null) return value as KeyValue
  if ('date' in value) return new Date(String(value.date))
  return BigInt(String(Reflect.get(value, 'bigint')))
}
