/** Reads the environment of the guard: every value, and everything that is wrong with them. */
import { readFileSync } from 'node:fs'
import type { ConfigIssue } from '../errors.ts'
import { nearest } from '../options/nearest.ts'
import { NAMES, type Name, SECRET_NAMES, type SecretName } from './names.ts'

/** The variables of an environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads values, and collects faults that name the variable and never quote what is in it. */
export class EnvironmentReader {
  readonly issues: ConfigIssue[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
    this.issues.push(...unknownNames(env))
  }

  /** The text of a variable, without white space around it; an empty one counts as absent. */
  text(name: Name | `${SecretName}_FILE`): string | undefined {
    const value = this.#env[name]?.trim()
    return value === '' ? undefined : value
  }

  /** The same of one that must be there. */
  required(name: Name): string | undefined {
    const value = this.text(name)
    if (value === undefined) this.fault(name, 'is missing')
    return value
  }

  /** `True` and `False` as Python writes them, in any case; `1` and `0`. */
  flag(name: Name, otherwise: boolean): boolean {
    const value = this.text(name)?.toLowerCase()
    if (value === undefined) return otherwise
    if (value === 'true' || value === '1') return true
    if (value === 'false' || value === '0') return false
    this.fault(name, 'must be true or false')
    return otherwise
  }

  /** One of a few words. */
  word<W extends string>(name: Name, words: readonly W[], otherwise: W): W {
    const value = this.text(name)
    const word = words.find((one) => one === value)
    if (value !== undefined && word === undefined) {
      this.fault(name, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
    }
    return word ?? otherwise
  }

  /** A secret, from its variable or from the file that `…_FILE` names. */
  secret(name: SecretName): string | undefined {
    const value = this.text(name)
    const file = this.text(`${name}_FILE`)
    if (file === undefined) return value
    if (value !== undefined) {
      this.fault(`${name}_FILE`, `contradicts ${name}: give one of them`)
      return value
    }
    try {
      const text = readFileSync(file, 'utf8').trim()
      if (text === '') this.fault(`${name}_FILE`, 'names a file with nothing in it')
      // What is wrong is said; a second fault for the value that is missing would not help.
      return text || UNREADABLE
    } catch (error) {
      this.fault(`${name}_FILE`, `names a file that cannot be read (${codeOf(error)})`)
      return UNREADABLE
    }
  }

  fault(path: string, message: string): void {
    this.issues.push({ path, message })
  }
}

/** Stands for a secret that could not be read; nothing starts with it. */
const UNREADABLE = 'a secret that could not be read'

/** The word for what the system said: `ENOENT`. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  throw error
}

const KNOWN: readonly string[] = [...NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`)]

/**
 * A misspelt name must not leave a door open. `HALLPASS_…` has other users too: there, only what
 * comes close to one of ours is a fault.
 */
function unknownNames(env: Environment): ConfigIssue[] {
  const set = Object.keys(env).filter((name) => env[name] !== undefined && !KNOWN.includes(name))
  return set.flatMap((name) => {
    const family = /^(?:AGS_CLIENT_|HALLPASS_)/.exec(name)?.[0]
    if (family === undefined) return []
    const siblings = KNOWN.filter((one) => one.startsWith(family))
    const own = (one: string) => one.slice(family.length)
    const near = nearest(own(name), siblings.map(own))
    if (near !== undefined)
      return [{ path: name, message: `is no setting: write ${family}${near}` }]
    if (family === 'HALLPASS_' && !name.startsWith('HALLPASS_GUARD_')) return []
    const settings = KNOWN.filter((one) =>
      one.startsWith(name.startsWith('A') ? family : 'HALLPASS_'),
    )
    return [{ path: name, message: `is no setting: the settings are ${settings.join(', ')}` }]
  })
}
