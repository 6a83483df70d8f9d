/** Whether this Node.js is one that hallpass runs on: that of `engines` in package.json. */

/** The oldest: it loads ES modules at once, and takes types out of TypeScript. */
export const OLDEST = '22.18'

/**
 * What is wrong with a version of Node.js, in one line; undefined: nothing.
 *
 * @param version - As in `process.versions.node`: `24.21.0`.
 */
export function nodeFault(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST.split('.').map(Number)
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined
  return `Node.js ${OLDEST} or later is needed, and this is ${version}.`
}
