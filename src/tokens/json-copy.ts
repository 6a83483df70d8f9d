/** A copy of what JSON can say: what one request does with its claims is no other request's. */

/** The same value, of which nothing that could be changed is shared. */
export function jsonCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? value.map(jsonCopy) : objectCopy(value)
}

/** `jsonCopy` for an object. */
export function objectCopy(value: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  // No pairs of name and value are made on the way: this runs with every request.
  for (const name of Object.keys(value)) {
    const member = jsonCopy(Reflect.get(value, name))
    if (name === '__proto__') define(copy, name, member)
    else copy[name] = member
  }
  return copy
}

/** An assignment would give the copy another prototype. */
function define(copy: object, name: string, value: unknown): void {
  Object.defineProperty(copy, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
