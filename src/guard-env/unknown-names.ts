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

/**
 * The faults of unknown names. `HALLPASS_…` has other users too: of those only what comes close to
 * one of ours is a fault, and what continues one of ours, such as `HALLPASS_BASE_URL_FILE`.
 */
export function unknownNames(env: Environment): ConfigIssue[] {
  const set = Object.keys(env).filter((name) => env[name] !== undefined && !KNOWN.includes(name))
  return set.flatMap((name) => {
    const family = /^(?:AGS_CLIENT_|HALLPASS_)/.exec(name)?.[0]
    if (family === undefined) return []
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
