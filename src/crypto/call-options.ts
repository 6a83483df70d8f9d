/** The options of one call, checked as those of a constructor are: a misspelt age is no age at all. */
import { HallpassError } from '../errors.ts'

/**
 * The age that a call allows, in seconds; undefined where it names none.
 *
 * @param age - What the option is called: `maxAge` or `ttl`.
 * @param more - The other options that the call takes.
 * @throws HallpassError `invalid_config` for what is no object, an option of another name, or an
 * age that is there and no number of seconds, 0 or more: undefined is none either
 */
export function ageOf<Age extends string>(
  options: { readonly [name in Age]?: number | undefined },
  age: Age,
  more: readonly string[] = [],
): number | undefined {
  checkNames(options, more, age)
  if (!(age in options)) return undefined
  const seconds = options[age]
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0) return seconds
  const why = seconds === undefined ? '; it is undefined, which would take any age' : ''
  throw wrong(age, `must be a number of seconds, 0 or more${why}`)
}

/**
 * Checks what the options of a call are called.
 *
 * @throws HallpassError `invalid_config` for what is no object, or an option of another name
 */
export function checkNames(options: object, known: readonly string[], age?: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrong('options', `must be an object: write { ${age ?? known[0]}: … }`)
  }
  // A loop and no list of names: this runs at every call.
  for (const name in options) {
    if (name === age || known.includes(name)) continue
    const all = age === undefined ? known : [age, ...known]
    const meant = age !== undefined && /age|ttl/i.test(name)
    throw wrong(
      name,
      meant ? `write ${age}` : `is not an option: the options are ${all.join(', ')}`,
    )
  }
}

function wrong(path: string, message: string): HallpassError {
  return new HallpassError('invalid_config', `${path}: ${message}`, { issues: [{ path, message }] })
}
