/** Whether every program reads a setting as it is read here; if not, nothing is changed. */
import { closesQuote, type Setting } from './env-file.ts'

/**
 * Refuses a file in which the setting of a name is not the one that programs read, or in which
 * more belongs to its value than was found.
 *
 * @param setting - The one of that name, where there is one.
 * @throws Error that names the line, never the value
 */
export function checkClear(
  text: string,
  name: string,
  settings: readonly Setting[],
  setting: Setting | undefined,
  file: string,
): void {
  const hidden = settings.map((one) => lineInside(one, name)).find((line) => line !== undefined)
  if (hidden !== undefined) {
    throw new Error(
      `${name} is set on line ${hidden} of ${file}, but inside the value of another setting, ` +
        'whose quote is still open there: put the quotes right first.',
    )
  }
  if (setting === undefined || !/^["'`]/.test(setting.raw)) return
  const { raw, line, valueEnd, end } = setting
  const behind = text.slice(valueEnd, end)
  if (closesQuote(raw) && /^[ \t\r\n]*(?:#.*)?$/s.test(behind)) return
  throw new Error(
    `The value of ${name} (line ${line} of ${file}) is in quotes that do not end with it, so that ` +
      'programs read it differently: put all of it into one pair of quotes.',
  )
}

/** The line inside the value of a setting on which a name seems to be set. */
function lineInside({ name: own, raw, line }: Setting, name: string): number | undefined {
  if (own === name) return undefined
  const found = new RegExp(`\\n[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`).exec(raw)
  return found === null ? undefined : line + raw.slice(0, found.index + 1).split('\n').length - 1
}
