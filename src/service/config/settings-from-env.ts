/** Reads the settings of a service from its environment, and says all that is wrong at once. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import type { Setting } from './setting.ts'
import { isRefused, type Refused, settingValue } from './setting-value.ts'
import { type Environment, textOf } from './variable.ts'

/** The settings that were declared, each of the type that its schema gives. */
export type SettingsOf<Declared extends Readonly<Record<string, Setting>>> = {
  readonly [Key in keyof Declared]: Declared[Key] extends Setting<infer Value> ? Value : never
}

/**
 * The settings, read once, typed and frozen. Nothing is watched or read later.
 *
 * @param env the environment, mostly `process.env`
 * @param declared each setting by the name that the program gives it
 * @throws HallpassError `invalid_config` with every fault, each by the name of its variable;
 * no fault quotes a value
 *
 * @example
 * const settings = settingsFromEnv(process.env, {
 *   port: setting('PORT', portSchema, 'a port from 0 to 65535'),
 *   signingSecret: secret('SIGNING_SECRET', secretSchema),
 * })
 * app.listen(settings.port)
 */
export function settingsFromEnv<const Declared extends Readonly<Record<string, Setting>>>(
  env: Environment,
  declared: Declared,
): SettingsOf<Declared> {
  const issues: ConfigIssue[] = []
  const values = Object.entries(declared).map(([key, one]): [string, unknown] => {
    const read = textOf(env, one)
    const value: unknown | Refused = isRefused(read) ? read : settingValue(one, read)
    if (isRefused(value)) issues.push(value.issue)
    return [key, value]
  })
  if (issues.length > 0) throw invalid(issues)
  // Each key has the value of its own schema, which a list of pairs cannot tell the compiler.
  return Object.freeze(Object.fromEntries(values)) as SettingsOf<Declared>
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const lines = issues.map(({ path, message }) => `\n  - ${path}: ${message}`).join('')
  const message = `the environment is not right:${lines}`
  return new HallpassError('invalid_config', message, { issues })
}
