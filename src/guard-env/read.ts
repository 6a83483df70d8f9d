/** Reads the environment of the guard: every value, and everything that is wrong with them. */
import { readFileSync } from 'node:fs'
import type { ConfigIssue } from '../errors.ts'
import { nearest } from '../options/nearest.ts'
import { NAMES, type Name, SECRET_NAMES, type SecretName, type ServeName } from './names.ts'
import { insideQuotes, quoteIssues } from './quotes.ts'
import { type Environment, unknownNames } from './unknown-names.ts'

export type { Environment } from './unknown-names.ts'

/** A name that the environment may have. */
type Known = Name | ServeName

/** Those that a guard reads, in whatever program. */
const READ: readonly string[] = [...NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`)]

/** Reads values, and collects faults that name the variable and never quote what is in it. */
export class EnvironmentReader {
  readonly issues: ConfigIssue[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
    this.issues.push(...unknownNames(env), ...quoteIssues(env, READ))
  }

  /** The text of a variable, without white space around it; an empty one counts as absent. */
  text(name: Known | `${SecretName}_FILE`): string | undefined {
    const value = this.#env[name]?.trim()
    // What is wrong is said; a second fault for what it makes of the value would not help.
    return (value && (insideQuotes(value) ?? value)) || undefined
  }

  /** Whether there is a variable that is none of a guard's. */
  hasOther(name: string): boolean {
    return Boolean(this.#env[name]?.trim())
  }

  /**
   * The same of one that must be there.
   *
   * @param instead - Behind the fault: what else would do.
   */
  required(name: Known, instead = ''): string | undefined {
    const value = this.text(name)
    if (value === undefined) this.fault(name, `is missing${instead}`)
    return value
  }

  /** `True` and `False` as Python writes them, in any case; `1` and `0`. */
  flag(name: Known, otherwise: boolean): boolean {
    const value = this.text(name)?.toLowerCase()
    if (value === undefined) return otherwise
    if (value === 'true' || value === '1') return true
    if (value === 'false' || value === '0') return false
    this.fault(name, 'must be true or false')
    return otherwise
  }

  /** One of a few words. */
  word<W extends string>(name: Known, words: readonly W[], otherwise: W): W {
    const value = this.text(name)
    const word = words.find((one) => one === value)
    if (value !== undefined && word === undefined) {
      const near = nearest(value, words)
      const meant = near === undefined ? '' : `: write ${near}`
      this.fault(name, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}${meant}`)
    }
    return word ?? otherwise
  }

  /** A secret, from its variable or from the file that `…_FILE` names. */
  secret(name: SecretName): string | undefined {
    const value = this.text(name)
    const file = this.text(`${name}_FILE`)
    if (file === undefined) return value
    if (value !== undefined) {
      this.contradiction(`${name}_FILE`, name)
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

  /** A whole number of seconds. Which numbers make sense is for whoever takes it. */
  seconds(name: Known): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (/^\d{1,9}$/.test(value)) return Number(value)
    this.fault(name, 'must be a whole number of seconds')
    return undefined
  }

  /** A setting that is given twice: which one counts must not be guessed. */
  contradiction(name: string, other: string): void {
    this.fault(name, `contradicts ${other}: give one of them`)
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
