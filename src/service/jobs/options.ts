/** The options of queues and workers, and their faults. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import { isStandardSchema, type StandardSchema } from '../../tokens/standard-schema.ts'

const fn = v.function('must be a function')
const whole = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return v.optional(
    v.pipe(
      v.number(message),
      v.integer(message),
      v.minValue(least, message),
      v.maxValue(most, message),
    ),
  )
}
const seconds = (least: number, most: number) => {
  const message = `must be ${least} to ${most} seconds`
  return v.optional(
    v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message)),
  )
}

const shared = {
  redisUrl: v.pipe(v.string(), v.check(isRedis, 'must be an address such as redis://host:6379')),
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, . _ -')),
  jobs: v.pipe(
    v.record(v.string(), v.custom<StandardSchema>(isStandardSchema, 'must be a Standard Schema')),
    v.check((jobs) => Object.keys(jobs).length > 0, 'has no job'),
  ),
}

const queueSchema: OptionsSchema = v.strictObject({
  ...shared,
  release: v.optional(v.string()),
  attempts: whole(1, 100),
  backoff: seconds(0.001, 86_400),
  keep: seconds(1, 31_536_000),
  keepFailed: seconds(1, 31_536_000),
  timeout: seconds(0.1, 60),
})

const workerSchema: OptionsSchema = v.strictObject({
  ...shared,
  handlers: v.record(v.string(), fn),
  database: v.optional(v.unknown()),
  concurrency: whole(1, 1000),
  lostAfter: seconds(1, 3600),
  drain: seconds(0, 3600),
  signals: v.optional(v.boolean()),
  report: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

/** @throws HallpassError `invalid_config` with an issue for each fault; none quotes the address */
export function requireQueueOptions(options: unknown): void {
  requireOptions('createQueue', queueSchema, options, [])
}

/** The same; and every job has somebody who does it. */
export function requireWorkerOptions(options: {
  readonly jobs?: object
  readonly handlers?: object
}): void {
  const { jobs = {}, handlers = {} } = options
  const undone = Object.keys(jobs).filter((name) => !Object.hasOwn(handlers, name))
  const unknown = Object.keys(handlers).filter((name) => !Object.hasOwn(jobs, name))
  requireOptions('createWorker', workerSchema, options, [
    ...undone.map((name) => ({ path: `handlers.${name}`, message: 'is missing' })),
    ...unknown.map((name) => ({ path: `handlers.${name}`, message: 'is of no job' })),
  ])
}

function requireOptions(
  of: string,
  schema: OptionsSchema,
  options: unknown,
  more: readonly { readonly path: string; readonly message: string }[],
): void {
  const issues = [...checkOptions(schema, options, ''), ...more]
  if (issues.length === 0) return
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `${of}: ${listed}`, { issues })
}

function isRedis(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== ''
}
