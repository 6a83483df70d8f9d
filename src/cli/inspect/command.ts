/** `hallpass inspect`: says what a cookie or token is. */
import { isVerified } from './finding.ts'
import { inspectAll, MAX_VALUE_LENGTH } from './inspect.ts'
import { jsonReport } from './json-report.ts'
import { INSPECT_HELP, inspectArguments } from './options.ts'
import { report } from './report.ts'
import { unwrap } from './unwrap.ts'

/** Runs the command; gives the exit status. */
export async function inspectCommand(args: readonly string[]): Promise<number> {
  const { value, maxAge, json, help, ...question } = inspectArguments(args)
  if (help || value === undefined) {
    process.stdout.write(INSPECT_HELP)
    return 0
  }
  const given = unwrap(value === '-' ? await standardInput() : value)
  const results = inspectAll(given, question)
  const tried = question.secrets.length > 0
  const context = { tried, now: Math.floor(Date.now() / 1000), maxAge }
  const reports = results.map((result) => report(result, context))
  process.stdout.write(json ? jsonReport(results, context) : reports.join('\n'))
  const isGood = results.some(
    ({ finding }) => finding !== undefined && (!tried || isVerified(finding)),
  )
  return isGood ? 0 : 1
}

/** All of it, or as much as is enough to know that it is too long. */
async function standardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > 4 * MAX_VALUE_LENGTH) break
  }
  return text
}
