/** Whether this Node is one that hallpass runs on. */
import { type Finding, failed, ok } from '../finding.ts'

/** The oldest, as `engines` in package.json has it. */
const OLDEST = [22, 18] as const

/** @param version - As `process.versions.node`. */
export function nodeFinding(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
  if (!isOld) return ok('settings.node', `Node ${version}`)
  const found = `Node ${version} is too old: hallpass needs ${OLDEST.join('.')} or newer`
  return failed('settings.node', found, 'Install a newer Node, where the service runs.')
}
