/** What a Flask session holds beside JSON, and what it is in TypeScript. */
import { HallpassError } from '../../errors.ts'

/**
 * A Python tuple. Lists are arrays.
 *
 * @example
 * new FlaskTuple([1, 'two']) // (1, 'two')
 */
export class FlaskTuple {
  readonly items: readonly FlaskValue[]

  constructor(items: readonly FlaskValue[]) {
    this.items = [...items]
  }
}

/**
 * A `Markup` of MarkupSafe: text that templates do not escape.
 *
 * @example
 * new FlaskMarkup('<b>bold</b>').html
 */
export class FlaskMarkup {
  readonly html: string

  /** @throws HallpassError `bad_payload` for what is no text */
  constructor(html: string) {
    if (typeof html !== 'string') {
      throw new HallpassError('bad_payload', 'A FlaskMarkup is made of text.')
    }
    this.html = html
  }
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/**
 * A Python `UUID`.
 *
 * @example
 * new FlaskUuid('257f4368-ba17-4d93-977c-e473158a425c')
 */
export class FlaskUuid {
  /** In lower case, with hyphens. */
  readonly value: string

  /** @throws HallpassError `bad_payload` for what is no UUID with hyphens */
  constructor(value: string) {
    const lower = String(value).toLowerCase()
    if (!UUID.test(lower)) throw new HallpassError('bad_payload', 'This is not a UUID.')
    this.value = lower
  }
}

/**
 * What a Flask session may hold: JSON, and what Flask tags. A `Date` is a `datetime` in UTC, to the
 * second; a `Uint8Array` is `bytes`.
 */
export type FlaskValue =
  | null
  | boolean
  | number
  | string
  | Date
  | Uint8Array
  | FlaskTuple
  | FlaskMarkup
  | FlaskUuid
  | readonly FlaskValue[]
  | { readonly [name: string]: FlaskValue }

/** A Flask session: what `session` is in a Flask app. */
export interface FlaskSessionData {
  [name: string]: FlaskValue
}
