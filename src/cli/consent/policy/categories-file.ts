/** A file that declares the categories of consent. */
import * as v from 'valibot'
import type { Category } from '../../../consent/wire/categories.ts'
import { checkOptions } from '../../../options/check.ts'
import { readText } from '../files.ts'

/** Their ids share one cookie. */
const MOST = 30

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'))
const SCHEMA = v.strictObject({
  categories: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(
          v.string(),
          v.regex(/^[a-z0-9_-]{1,40}$/, 'must be lower case letters, digits, - and _, at most 40'),
          v.regex(/^[a-z0-9]/, 'must begin with a letter or digit'),
        ),
        classic: v.optional(
          v.picklist(['performance', 'functionality'], 'must be performance or functionality'),
        ),
        always: v.optional(v.boolean()),
        title: v.optional(text),
        description: v.optional(text),
      }),
    ),
    v.maxLength(MOST, `must be at most ${MOST}`),
  ),
})

/**
 * The categories of a JSON file: a list of objects with `id`, and perhaps `classic`, `always`,
 * `title` and `description`.
 *
 * @throws Error with every fault that was found
 */
export function categoriesOfFile(file: string): readonly Category[] {
  let categories: unknown
  try {
    categories = JSON.parse(readText(file))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Error(
      `${file} is no JSON. It must be a list, such as [{"id":"video","title":"Video"}].`,
    )
  }
  const faults = checkOptions(SCHEMA, { categories }, '').map(
    ({ path, message }) => `${path} ${message}`,
  )
  if (faults.length === 0) faults.push(...clashes(categories as readonly Category[]))
  if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}.`)
  return (categories as readonly Category[]).map(inOrder)
}

/** What no single category shows. */
function clashes(categories: readonly Category[]): string[] {
  const found: string[] = []
  const ids = new Set<string>()
  for (const { id, always, classic } of categories) {
    if (ids.has(id)) found.push(`${id} is there twice`)
    ids.add(id)
    if (id === 'essential' && always !== true) found.push('essential must have "always": true')
    if (always === true && classic !== undefined) {
      found.push(`${id} has always, so nobody is asked, and must have no classic`)
    }
  }
  if (categories.every(({ always }) => always === true)) {
    found.push('there is no category that visitors are asked about')
  }
  return found
}

/** Without what the file spells out needlessly: the same categories have the same hash. */
function inOrder({ id, classic, always, title, description }: Category): Category {
  return {
    id,
    ...(classic === undefined ? {} : { classic }),
    ...(always === true ? { always } : {}),
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
  }
}
