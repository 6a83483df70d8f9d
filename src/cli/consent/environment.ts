/** Settings of the environment, and of the files that containers mount for secrets. */
import { UsageError } from '../usage.ts'
import { readText } from './files.ts'

/** What is needed of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting; undefined where it is empty, as compose files leave what is not set. */
export function setting(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

/**
 * A setting that may be a secret: of the variable, or of the file that `<name>_FILE` names.
 *
 * @throws UsageError where both are set
 * @throws Error where the file cannot be read, or is empty
 */
export function secretSetting(env: Environment, name: string, help: string): string | undefined {
  const value = setting(env, name)
  const file = setting(env, `${name}_FILE`)
  if (file === undefined) return value
  if (value !== undefined) {
    throw new UsageError(`${name} and ${name}_FILE are both set: give one of them`, help)
  }
  const text = readText(file, `${name}_FILE names ${file}, which`).trim()
  if (text === '') throw new Error(`${name}_FILE names ${file}, which is empty.`)
  return text
}
