/** The options of `initSentry`, and their faults. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import { COMMON_STATUSES } from './left-out.ts'

/** Options of `initSentry`: those of the settings of a service. */
export interface SentryOptions {
  /** The project's address, `SENTRY_DSN`. Undefined or empty: nothing is reported. */
  readonly dsn: string | undefined
  /** Which release this is; `release()` of `hallpass/config` says it. */
  readonly release: string
  /** Which installation this is, `SENTRY_SITE`: Sentry's environment, and the tag `site`. */
  readonly site?: string | undefined
  /**
   * Statuses of errors that are not reported. Default 400, 401, 403, 404, 405 and 422, which are a
   * client's doing; an empty list reports all.
   */
  readonly leaveOut?: readonly number[]
  /** The share of requests of which the times are reported, 0 to 1; default 0. */
  readonly tracesSampleRate?: number
}

/** The options with what was not given. */
export type CheckedSentryOptions = Required<Omit<SentryOptions, 'dsn' | 'site'>> & {
  readonly dsn: string | undefined
  readonly site: string | undefined
}

const status = v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))
const schema: OptionsSchema = v.strictObject({
  dsn: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (value) => value === '' || isDsn(value),
        'must be the address of a project, such as https://key@sentry.example/7',
      ),
    ),
  ),
  release: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  site: v.optional(v.string()),
  leaveOut: v.optional(v.array(status, 'must be a list of statuses from 400 to 599')),
  tracesSampleRate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
})

/**
 * The options, once they are known to be right.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault; none quotes the address
 */
export function checkedSentryOptions(options: SentryOptions): CheckedSentryOptions {
  const issues = checkOptions(schema, options, '')
  if (issues.length > 0) {
    const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
    throw new HallpassError('invalid_config', `initSentry: ${listed}`, { issues })
  }
  const { dsn, release, site, leaveOut = COMMON_STATUSES, tracesSampleRate = 0 } = options
  return { dsn: dsn || undefined, release, site: site || undefined, leaveOut, tracesSampleRate }
}

/** A DSN is an http address with a public key and, at its end, a project. */
function isDsn(value: string): boolean {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username !== '' && /\/\w+$/.test(url.pathname)
}
