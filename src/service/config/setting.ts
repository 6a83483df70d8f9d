/** One setting of a service: the variable it comes from, and the schema that it must fit. */
import type { StandardSchema } from '../../tokens/standard-schema.ts'

/** A setting as `setting` and `secret` declare it. */
export interface Setting<Value = unknown> {
  readonly name: string
  readonly schema: StandardSchema<unknown, Value>
  readonly expected: string | undefined
  readonly secret: boolean
}

/**
 * A setting from the variable `name`.
 *
 * The schema gets the text without white space around it, or `undefined` where the variable is
 * absent or empty: an optional schema, or one with a default, makes the setting optional.
 *
 * @param expected what the fault says the value must be, such as `a port from 0 to 65535`. The
 * schema's own message is never shown: many libraries quote the value in it.
 *
 * @example
 * setting('PORT', portSchema, 'a port from 0 to 65535')
 */
export function setting<Value>(
  name: string,
  schema: StandardSchema<unknown, Value>,
  expected?: string,
): Setting<Value> {
  return { name, schema, expected, secret: false }
}

/**
 * The same of a secret: its value may be in a file too, which the variable `…_FILE` names, as
 * containers and systemd hand secrets over.
 *
 * @example
 * secret('SIGNING_SECRET', secretSchema, 'text of 32 characters or more')
 */
export function secret<Value>(
  name: string,
  schema: StandardSchema<unknown, Value>,
  expected?: string,
): Setting<Value> {
  return { name, schema, expected, secret: true }
}
