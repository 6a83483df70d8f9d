/** The options of the checks: every fault at once, as everywhere in hallpass. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'

const keys = v.optional(v.array(v.string()))
const flag = v.optional(v.boolean())
const data = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)
const status = v.pipe(
  v.number(),
  v.check((one) => Number.isInteger(one) && one >= 200 && one <= 599, 'must be a status'),
)
const statuses = v.optional(
  v.union([status, v.array(status)], 'must be a status or a list of them'),
)

/** What says where a check asks, and as whom. */
const endpoint = {
  target: v.optional(v.unknown()),
  headers: v.optional(v.record(v.string(), v.string())),
  endpoint: v.pipe(v.string(), v.regex(/^(\/|https?:)/, 'must begin with /, or be an address')),
}

export const crudSchema: OptionsSchema = v.strictObject({
  ...endpoint,
  first: v.optional(data),
  second: v.optional(data),
  key: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  checkKeys: keys,
  keysFromPrevious: keys,
  create: flag,
  update: flag,
  delete: flag,
  read: flag,
  initialCount: v.optional(
    v.pipe(v.number(), v.safeInteger('must be a whole number'), v.minValue(0, 'must be 0 or more')),
  ),
})

export const privilegeSchema: OptionsSchema = v.strictObject({
  ...endpoint,
  data: v.optional(data),
  id: v.optional(v.union([v.string(), v.number()], 'must be text or a number')),
  expect: v.strictObject({
    'plural-get': statuses,
    get: statuses,
    post: statuses,
    put: statuses,
    patch: statuses,
    delete: statuses,
  }),
})

/**
 * @param more - faults that no schema finds
 * @throws HallpassError `invalid_config` with every fault
 */
export function requireSound(
  name: string,
  schema: OptionsSchema,
  options: unknown,
  more: () => readonly ConfigIssue[],
): void {
  const found = checkOptions(schema, options, '')
  const issues = found.length > 0 ? found : more()
  if (issues.length === 0) return
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('; ')
  throw new HallpassError('invalid_config', `${name}: ${listed}`, { issues })
}
