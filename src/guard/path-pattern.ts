/** Regular expressions in path rules: the port, so that whoever has none loads no engine. */

const PATTERN: unique symbol = Symbol('hallpass.pathPattern')

/** A regular expression for paths, as `pathPattern` of `hallpass/guard` makes it. */
export interface PathPattern {
  readonly [PATTERN]: true
  /** As it was written. */
  readonly source: string
  /**
   * Whether the whole of a path matches, in any case.
   *
   * @param path - A reading of the request's path, without query and without a last slash.
   */
  matches(path: string): boolean
}

/** Makes a pattern of a matcher. */
export function patternOf(source: string, matches: (path: string) => boolean): PathPattern {
  return { [PATTERN]: true, source, matches }
}

/** Whether it is what `pathPattern` returns. */
export function isPathPattern(value: unknown): value is PathPattern {
  return typeof value === 'object' && value !== null && PATTERN in value
}
