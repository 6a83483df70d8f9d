/** What a job is given, as its schema has it. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import { placesOfIssues } from '../../tokens/standard-schema.ts'
import type { JobSchemas } from './types.ts'

/** The largest job, in bytes of JSON. */
const MAX_BYTES = 1_048_576

/**
 * What a schema makes of it.
 *
 * @throws HallpassError `validation_failed` naming the places, `invalid_config` for a job that the
 * queue does not have
 */
export async function checkedData(jobs: JobSchemas, name: string, data: unknown): Promise<unknown> {
  const schema = Object.hasOwn(jobs, name) ? jobs[name] : undefined
  if (schema === undefined) {
    throw new HallpassError('invalid_config', `There is no job ${JSON.stringify(name)}.`)
  }
  const result = await schema['~standard'].validate(data)
  if (result.issues === undefined) return result.value
  const places = placesOfIssues(result.issues)
  const issues: ConfigIssue[] = [{ path: places, message: 'does not fit' }]
  const message = `The job ${JSON.stringify(name)} does not fit: ${places}.`
  throw new HallpassError('validation_failed', message, { issues })
}

/**
 * The data as JSON keeps it.
 *
 * @throws HallpassError `validation_failed` for what JSON does not keep, or above 1 MiB
 */
export function asJson(name: string, data: unknown): unknown {
  try {
    if (data === undefined) return undefined
    const text: unknown = JSON.stringify(data)
    if (typeof text === 'string' && Buffer.byteLength(text) <= MAX_BYTES) return JSON.parse(text)
  } catch {
    // A cycle, or a BigInt.
  }
  const message = `The job ${JSON.stringify(name)} is no JSON of at most ${MAX_BYTES} bytes.`
  throw new HallpassError('validation_failed', message)
}
