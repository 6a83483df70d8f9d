/** JSON values as a check compares them. */
import { isDeepStrictEqual } from 'node:util'

/** Whether two values are written as the same JSON; the order of keys does not count. */
export function sameJson(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other))
}

/** The first of these keys whose values differ. */
export function differing(
  keys: readonly string[],
  expected: object,
  got: object,
): string | undefined {
  return keys.find((key) => !sameJson(own(expected, key), own(got, key)))
}

/** A property of the object itself. */
export function own(record: object, key: string): unknown {
  return Object.hasOwn(record, key) ? Reflect.get(record, key) : undefined
}

function asJson(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}
