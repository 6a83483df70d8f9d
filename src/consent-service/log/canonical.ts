/** JSON in one spelling, so that everybody computes the same hash over the same value. */

/** What can be written. Members that are undefined are left out. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/**
 * The canonical JSON of a value, as RFC 8785 writes it: no white space, members in the order of
 * their names' UTF-16 code units, numbers and texts as `JSON.stringify` writes them.
 *
 * @throws TypeError For a number that JSON cannot write.
 *
 * @example
 * canonicalJson({ b: 1, a: [true, undefined] })  // throws: undefined is no element
 * canonicalJson({ b: 1, a: [true] })             // {"a":[true],"b":1}
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('JSON cannot write this number')
  }
  if (value === undefined) throw new TypeError('JSON cannot write undefined')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value).sort()
  const written: string[] = []
  for (const name of members) {
    const member = value[name]
    if (member !== undefined) written.push(`${JSON.stringify(name)}:${canonicalJson(member)}`)
  }
  return `{${written.join(',')}}`
}

function isList(value: readonly Json[] | object): value is readonly Json[] {
  return Array.isArray(value)
}
