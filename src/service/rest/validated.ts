/** What a request brings, as schemas have it. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import {
  isStandardSchema,
  type OutputOf,
  type StandardSchema,
} from '../../tokens/standard-schema.ts'
import { issuesIn } from './issue-text.ts'
import { jsonBody } from './json-body.ts'
import { partsOf, type RequestParts } from './request-parts.ts'

/** A schema for each part that is looked at. */
export interface RequestSchemas {
  /** JSON. */
  readonly body?: StandardSchema
  /** An object of text; of a name that is repeated, a list. */
  readonly query?: StandardSchema
  /** What the router named in the path: an object of text. */
  readonly params?: StandardSchema
  /** An object of text, names in lower case. */
  readonly headers?: StandardSchema
}

/** A part that does not exist would never be looked at. */
export type NoOthers<Schemas> = {
  readonly [Part in Exclude<keyof Schemas, keyof RequestSchemas>]: never
}

/** What the schemas make of the parts. */
export type Validated<Schemas extends RequestSchemas> = {
  readonly [Part in keyof Schemas]: Schemas[Part] extends StandardSchema
    ? OutputOf<Schemas[Part]>
    : never
}

const PARTS = ['params', 'query', 'headers', 'body'] as const
const MAX_ISSUES = 50

/**
 * Validates a request. All that does not fit is said at once.
 *
 * @throws HallpassError `validation_failed` with an issue for each fault, `bad_request` for a body
 * that is no JSON, `body_too_large`, `invalid_config` for what is no schema
 */
export async function validated<const Schemas extends RequestSchemas>(
  request: object,
  schemas: Schemas,
  params: unknown,
  limit: number,
): Promise<Validated<Schemas>> {
  const parts = partsOf(request, await params)
  refuseSchemas(schemas, parts)
  const issues: ConfigIssue[] = []
  const values: Record<string, unknown> = {}
  for (const part of PARTS) {
    const schema = schemas[part]
    if (schema === undefined) continue
    const sent = await partOf(part, parts, limit)
    const result = await schema['~standard'].validate(sent)
    if (result.issues === undefined) values[part] = result.value
    else issues.push(...issuesIn(part, sent, result.issues))
  }
  // Each part has the value of its own schema, which names in a loop cannot tell the compiler.
  if (issues.length === 0) return values as Validated<Schemas>
  const message = 'What was sent does not fit: see the fields.'
  throw new HallpassError('validation_failed', message, { issues: issues.slice(0, MAX_ISSUES) })
}

/** What would never be looked at, or never fit, is a fault of the app and not of its client. */
function refuseSchemas(schemas: RequestSchemas, parts: RequestParts): void {
  const issues: ConfigIssue[] = []
  for (const [part, schema] of Object.entries(schemas)) {
    if (!PARTS.some((known) => known === part)) {
      issues.push({ path: part, message: `is no part: the parts are ${PARTS.join(', ')}` })
    } else if (schema !== undefined && !isStandardSchema(schema)) {
      issues.push({ path: part, message: 'must be a Standard Schema' })
    } else if (part === 'params' && schema !== undefined && parts.params === undefined) {
      issues.push({ path: part, message: 'are not in the request: give them as third argument' })
    }
  }
  if (issues.length === 0) return
  const listed = issues.map(({ path, message }) => `${path} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `validated: ${listed}`, { issues })
}

function partOf(
  part: (typeof PARTS)[number],
  parts: RequestParts,
  limit: number,
): Promise<unknown> | unknown {
  if (part === 'body') return jsonBody(parts, limit)
  if (part === 'query') return queryOf(parts.exchange.url)
  // Some routers give objects that a schema for plain ones refuses.
  return { ...(part === 'params' ? Object(parts.params ?? {}) : parts.headers) }
}

/** The parameters of the query; of a repeated one all values. */
export function queryOf(url: string): Record<string, string | string[]> {
  const start = url.indexOf('?')
  const query = new URLSearchParams(start === -1 ? '' : url.slice(start).split('#', 1)[0])
  // In one go: to ask for each name's values would look at all parameters for each.
  const values = new Map<string, string[]>()
  for (const [name, value] of query) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length > 1 ? all : one(all)]),
  )
}

function one([value = '']: readonly string[]): string {
  return value
}
