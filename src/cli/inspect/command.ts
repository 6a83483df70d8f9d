/** `hallpass inspect`: says what a cookie or token is. */
import { text } from 'node:stream/consumers'
import { hints, inspect } from './inspect.ts'
import { INSPECT_HELP, inspectArguments } from './options.ts'
import { plain, report } from './report.ts'
import { unwrap } from './unwrap.ts'

/** Runs the command; gives the exit status. */
export async function inspectCommand(args: readonly string[]): Promise<number> {
  const { value: given, secrets, salts, purposes, maxAge, json, help } = inspectArguments(args)
  if (help || given === undefined) {
    process.stdout.write(INSPECT_HELP)
    return 0
  }
  const { value, name, notes } = unwrap(given === '-' ? await text(process.stdin) : given)
  const now = Math.floor(Date.now() / 1000)
  const finding = inspect(value, { secrets, salts, purposes, name, now })
  if (finding === undefined) {
    const found = [...notes, ...hints(value)]
    if (json) print({ format: null, notes: found })
    else
      process.stdout.write(
        `It is nothing that hallpass knows.\n${found.map((one) => `Note      ${one}\n`).join('')}`,
      )
    return 1
  }
  if (json) {
    const { contents, key, ...rest } = finding
    const inside = contents && { contents: plain(contents.value) }
    print({
      ...rest,
      ...inside,
      verified: key !== undefined,
      key: key ?? null,
      notes: [...notes, ...finding.notes],
    })
  } else {
    process.stdout.write(report(finding, { tried: secrets.length > 0, now, notes, maxAge }))
  }
  return secrets.length > 0 && finding.key === undefined ? 1 : 0
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
}
