/** Headers in which a client names another method than that of its request line. */

/** Rules judge the method of the request line; many frameworks then run the one that is named here. */
const NAMES: ReadonlySet<string> = new Set([
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
])

/** Whether a header, in lower case, names another method. */
export function isMethodOverride(name: string): boolean {
  return NAMES.has(name)
}
