/** A reader of some parameters of a query, which is a schema too. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import type { StandardSchema } from '../../tokens/standard-schema.ts'
import { queryOf } from './validated.ts'

/** The parameters of a query, as they came. */
export type QueryValues = Readonly<Record<string, unknown>>

/**
 * Reads some parameters of a query. It is a Standard Schema: `{ query: … }` of `rest.validated`.
 * Other parameters are none of its business.
 */
export interface QueryReader<Output> extends StandardSchema<unknown, Output> {
  /**
   * @param query - A URL as the framework has it, `URLSearchParams`, or an object of parameters.
   * @throws HallpassError `validation_failed`
   */
  parse(query: string | URLSearchParams | QueryValues): Output
}

/** A reader; `read` adds to `issues` what does not fit, by the name of the parameter. */
export function queryReader<Output>(
  read: (values: QueryValues, issues: ConfigIssue[]) => Output,
): QueryReader<Output> {
  return {
    parse(query) {
      const issues: ConfigIssue[] = []
      const found = read(valuesOf(query), issues)
      if (issues.length > 0) throw invalid(issues)
      return found
    },
    '~standard': {
      version: 1,
      vendor: 'hallpass',
      validate(value) {
        const issues: ConfigIssue[] = []
        const found = read(Object(value), issues)
        if (issues.length === 0) return { value: found }
        return { issues: issues.map(({ path, message }) => ({ message, path: [path] })) }
      },
    },
  }
}

function valuesOf(query: string | URLSearchParams | QueryValues): QueryValues {
  if (typeof query === 'string') return queryOf(query)
  return query instanceof URLSearchParams ? queryOf(`?${query}`) : query
}

/** The error for parameters of a query, by name. */
export function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const message = 'What was sent does not fit: see the fields.'
  const placed = issues.map((issue) => ({ ...issue, path: `query.${issue.path}` }))
  return new HallpassError('validation_failed', message, { issues: placed })
}

/** A parameter, if it is there and not empty. */
export function parameter(values: QueryValues, name: string): unknown {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return value === '' ? undefined : value
}
