/** The jobs of the tests. */
import * as v from 'valibot'
import { z } from 'zod'

/** By three kinds of schemas. */
export const JOBS = {
  count: z.object({ n: z.number(), ms: z.number().default(0) }),
  fail: v.object({ times: v.number() }),
  steps: v.object({ total: v.number() }),
} as {
  readonly count: z.ZodObject<{ n: z.ZodNumber; ms: z.ZodDefault<z.ZodNumber> }>
  readonly fail: v.ObjectSchema<{ readonly times: v.NumberSchema<undefined> }, undefined>
  readonly steps: v.ObjectSchema<{ readonly total: v.NumberSchema<undefined> }, undefined>
}
