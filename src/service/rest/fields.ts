/** What did not fit, by field. */
import type { ConfigIssue } from '../../errors.ts'

/** The sentences of each field, without a prototype: a client names fields. */
export function fieldsOf(issues: readonly ConfigIssue[]): Record<string, string[]> {
  const fields: Record<string, string[]> = Object.create(null)
  for (const { path, message } of issues) {
    const said = fields[path] ?? []
    said.push(message)
    fields[path] = said
  }
  return fields
}
