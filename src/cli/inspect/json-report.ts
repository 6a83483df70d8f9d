/** What was found out, as a program reads it. */
import { isHallpassError } from '../../errors.ts'
import { readJson } from '../../signing/read-json.ts'
import { type Contents, isVerified } from './finding.ts'
import type { Result } from './inspect.ts'
import { depthOf, printable } from './json-text.ts'
import { isoOf } from './moment.ts'
import type { ReportContext } from './report.ts'
import { verdictOf } from './verdict.ts'

/** What nests deeper is given as text. */
const MAX_DEPTH = 100

/** The results as JSON: an object, or a list where a line held several cookies. */
export function jsonReport(results: readonly Result[], context: ReportContext): string {
  const [only, ...others] = results.map((result) => entry(result, context))
  const json = JSON.stringify(others.length === 0 ? only : [only, ...others], undefined, 2)
  // A terminal may be at the other end; a JSON text may have such characters only in its strings.
  return `${json.split('\n').map(printable).join('\n')}\n`
}

function entry({ name, finding, notes }: Result, { now, maxAge }: ReportContext): object {
  if (finding === undefined) return { name, kind: null, verified: false, notes }
  const { kind, format, madeAt, expiresAt, expiry, trials, contents } = finding
  const time = (seconds?: number) => (seconds === undefined ? undefined : isoOf(seconds))
  return {
    name,
    kind,
    format,
    verified: isVerified(finding),
    madeAt: time(madeAt),
    expiresAt: time(expiresAt),
    expiry,
    age: maxAge === undefined ? undefined : verdictOf(finding, maxAge, now),
    secrets: trials,
    notes,
    contents: contents && valueOfContents(contents),
  }
}

/** The value of JSON; its text where a number would be rounded, or where it nests without end. */
function valueOfContents({ text, json }: Contents): unknown {
  if (!json || depthOf(text) > MAX_DEPTH) return text
  try {
    return readJson(text)
  } catch (error) {
    if (isHallpassError(error)) return text
    throw error
  }
}
