/** What a schema makes of the text of a variable. */
import type { ConfigIssue } from '../../errors.ts'
import type { SchemaResult } from '../../tokens/standard-schema.ts'
import type { Setting } from './setting.ts'

/** A setting that has no value, and why. */
export class Refused {
  readonly issue: ConfigIssue

  constructor(path: string, message: string) {
    this.issue = { path, message }
  }
}

export function isRefused(value: unknown): value is Refused {
  return value instanceof Refused
}

/** The value of a setting. */
export function settingValue(setting: Setting, text: string | undefined): unknown {
  const result = ask(setting, text)
  if (result instanceof Promise) {
    // The answer is not waited for, and so nobody else would hear of its failure.
    result.catch(() => undefined)
    return new Refused(setting.name, 'has a schema that answers with a promise: use another')
  }
  if (result !== undefined && result.issues === undefined && 'value' in result) return result.value
  if (text === undefined) return new Refused(setting.name, missing(setting))
  return new Refused(
    setting.name,
    setting.expected === undefined
      ? 'is not what its schema accepts'
      : `must be ${setting.expected}`,
  )
}

/** The answer of the schema; undefined when it throws, with an error that may hold the value. */
function ask(
  { schema }: Setting,
  text: string | undefined,
): SchemaResult<unknown> | Promise<unknown> | undefined {
  try {
    return schema['~standard'].validate(text)
  } catch {
    return undefined
  }
}

function missing({ expected, secret, name }: Setting): string {
  const where = secret ? `is missing, and so is ${name}_FILE` : 'is missing'
  return expected === undefined ? where : `${where}: it must be ${expected}`
}
