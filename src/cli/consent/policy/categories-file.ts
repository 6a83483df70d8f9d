/** A file that declares the categories of consent. */
import * as v from 'valibot'
import type { Category } from '../../../consent/wire/categories.ts'
import { categoryFaults, plainCategory } from '../../../consent-service/declared-categories.ts'
import { checkOptions } from '../../../options/check.ts'
import { readText } from '../files.ts'

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'))
const SCHEMA = v.strictObject({
  categories: v.array(
    v.strictObject({
      id: v.string(),
      classic: v.optional(
        v.picklist(['performance', 'functionality'], 'must be performance or functionality'),
      ),
      always: v.optional(v.boolean()),
      title: v.optional(text),
      description: v.optional(text),
    }),
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
  const shape = checkOptions(SCHEMA, { categories }, '')
  const faults =
    shape.length > 0
      ? shape.map(({ path, message }) => `${path} ${message}.`)
      : categoryFaults(categories as readonly Category[])
  if (faults.length > 0) throw new Error(`${file}: ${faults.join(' ')}`)
  return (categories as readonly Category[]).map(plainCategory)
}
