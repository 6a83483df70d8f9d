/** What becomes of the app's data when two requests of one session change it at once. */

type Data = Readonly<Record<string, unknown>>

/**
 * The data as it lies in the store now, with what this request changed: per member at the top, the
 * last real change wins, and what this request left alone stays as another one made it.
 *
 * @param base - What this request read.
 * @param mine - What it made of it.
 * @param theirs - What is there now.
 */
export function mergeData(base: Data, mine: Data, theirs: Data): Data {
  const merged = new Map(Object.entries(theirs))
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    const before = Object.hasOwn(base, name) ? JSON.stringify(base[name]) : undefined
    const after = Object.hasOwn(mine, name) ? JSON.stringify(mine[name]) : undefined
    if (before === after) continue
    if (after === undefined) merged.delete(name)
    else merged.set(name, mine[name])
  }
  // `fromEntries` defines members, so that `__proto__` is a name like any other.
  return Object.fromEntries(merged)
}
