/** The environment names of the Flask extension. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import type { ConsentOptions } from './options.ts'
import { MISSING_KEY } from './schema.ts'

/** The variables of an environment, as `process.env` has them. */
export type ConsentEnvironment = Readonly<Record<string, string | undefined>>

/**
 * Options from `CENTRAL_COOKIE_SERVICE_URL`, `COOKIE_SERVICE_API_KEY`, `COOKIE_SERVICE_START`
 * (true or false) and `PREFERENCES_COOKIE_EXPIRY_DAYS`. An empty variable counts as absent.
 *
 * @throws `invalid_config` that names every variable that is missing or wrong
 * @example
 * createHallpass({ baseUrl, secrets, consent: { ...consentFromEnv(process.env), banner } })
 */
export function consentFromEnv(
  env: ConsentEnvironment,
): Pick<ConsentOptions, 'service' | 'apiKey' | 'healthCheck' | 'days'> {
  const issues: ConfigIssue[] = []
  const given = (name: string): string | undefined => env[name]?.trim() || undefined
  const required = (name: string, message = 'is missing'): string | undefined => {
    const value = given(name)
    if (value === undefined) issues.push({ path: name, message })
    return value
  }
  const service = required('CENTRAL_COOKIE_SERVICE_URL')
  const apiKey = required('COOKIE_SERVICE_API_KEY', MISSING_KEY)
  const start = given('COOKIE_SERVICE_START')?.toLowerCase()
  if (start !== undefined && !/^(?:true|false|1|0)$/.test(start)) {
    issues.push({ path: 'COOKIE_SERVICE_START', message: 'must be true or false' })
  }
  const days = given('PREFERENCES_COOKIE_EXPIRY_DAYS')
  if (days !== undefined && !/^[1-9]\d{0,2}$/.test(days)) {
    issues.push({ path: 'PREFERENCES_COOKIE_EXPIRY_DAYS', message: 'must be days, 1 or more' })
  }
  if (issues.length > 0) {
    const text = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw new HallpassError('invalid_config', `${text}.`, { issues })
  }
  return {
    service,
    apiKey,
    ...(start !== undefined && { healthCheck: start === 'true' || start === '1' }),
    ...(days !== undefined && { days: Number(days) }),
  }
}
