/** Names in an environment that look like ours and are not: a misspelt one must not leave a door open. */
import type { ConfigIssue } from '../errors.ts'
import { nearest } from '../options/nearest.ts'
import { NAMES, SECRET_NAMES, SERVE_NAMES } from './names.ts'

/** The variables of an environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

const SETTINGS: readonly string[] = [...NAMES, ...SERVE_NAMES]
const KNOWN: readonly string[] = [...SETTINGS, ...SECRET_NAMES.map((name) => `${name}_FILE`)]

/** Groups of names that nobody else has. */
const OURS = /^(?:AGS_CLIENT|HALLPASS_(?:GUARD|RULES|SESSION|THEME|UPSTREAM))_/

/** What one might call what says who gets in; no other part of hallpass has such names. */
const DOORS =
  /^HALLPASS_(?:MODE|DEFAULT|ACCESS|ALLOW(?:ED)?|DENY|PUBLIC|LOGIN|(?:PROTECTED|AUTHENTICATED|PUBLIC|ALLOWED)?_?PATHS?)$/
const DOOR_SETTINGS = 'HALLPASS_RULES, HALLPASS_DEFAULT_ACCESS, HALLPASS_GUARD_MODE'

/**
 * The faults of unknown names. `HALLPASS_…` has other users too: of those only what comes close to
 * one of ours is a fault, and what continues one of ours, such as `HALLPASS_BASE_URL_FILE`.
 */
export function unknownNames(env: Environment): ConfigIssue[] {
  const set = Object.keys(env).filter((name) => env[name] !== undefined && !KNOWN.includes(name))
  return set.flatMap((name) => {
    const family = /^(?:AGS_CLIENT_|HALLPASS_)/.exec(name)?.[0]
    if (family === undefined) return otherCase(name, env)
    if (DOORS.test(name)) {
      return [{ path: name, message: `is no setting: who gets in is said in ${DOOR_SETTINGS}` }]
    }
    const meant = otherFamily(name, family) ?? near(name, family)
    if (meant !== undefined) return [{ path: name, message: `is no setting: write ${meant}` }]
    const longer = SETTINGS.find((one) => name.startsWith(`${one}_`))
    if (longer !== undefined) {
      return [{ path: name, message: `is no setting: the setting is ${longer}` }]
    }
    if (!OURS.test(name)) return []
    const settings = NAMES.filter((one) => one.startsWith(family))
    return [{ path: name, message: `is no setting: the settings are ${settings.join(', ')}` }]
  })
}

/** `hallpass_rules` for `HALLPASS_RULES`. Windows gives the same value under both. */
function otherCase(name: string, env: Environment): ConfigIssue[] {
  const meant = KNOWN.find((one) => one === name.toUpperCase())
  return meant === undefined || env[meant] === env[name]
    ? []
    : [{ path: name, message: `is no setting: write ${meant}` }]
}

/** `AGS_CLIENT_BASE_URL` for `HALLPASS_BASE_URL`. */
function otherFamily(name: string, family: string): string | undefined {
  if (!OURS.test(name)) return undefined
  const own = name.slice(family.length)
  return KNOWN.find((one) => one === `AGS_CLIENT_${own}` || one === `HALLPASS_${own}`)
}

function near(name: string, family: string): string | undefined {
  const own = (one: string) => one.slice(family.length)
  const siblings = KNOWN.filter((one) => one.startsWith(family))
  const found = nearest(own(name), siblings.map(own))
  return found === undefined ? undefined : `${family}${found}`
}
