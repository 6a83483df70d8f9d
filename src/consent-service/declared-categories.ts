/** The categories that a version of the policy declares. */
import type { Category } from '../consent/wire/categories.ts'
import { CATEGORY_ID, CATEGORY_ID_WORDS, MOST_CATEGORIES } from '../consent/wire/category-rules.ts'

/** Everything for which they cannot be published, in sentences; none when they can. */
export function categoryFaults(categories: readonly Category[]): readonly string[] {
  const faults: string[] = []
  if (categories.length > MOST_CATEGORIES) {
    faults.push(`There are more than ${MOST_CATEGORIES} categories.`)
  }
  const seen = new Map<string, number>()
  for (const { id, always, classic } of categories) {
    const times = (seen.get(id) ?? 0) + 1
    seen.set(id, times)
    if (id === '') faults.push('A category has no id.')
    else if (!CATEGORY_ID.test(id)) faults.push(`The id “${id.slice(0, 60)}” ${CATEGORY_ID_WORDS}.`)
    else if (times === 2) faults.push(`The category “${id}” is there twice.`)
    if (id === 'essential' && always !== true) {
      faults.push('The category “essential” is always on: nobody is asked about it.')
    }
    if (always === true && classic !== undefined) {
      faults.push(`Nobody is asked about the category “${id}”: it cannot be a classic one.`)
    }
  }
  if (categories.every(({ always }) => always === true)) {
    faults.push('There is no category that visitors are asked about.')
  }
  return faults
}

/** Without what is spelled out needlessly: the same categories have the same hash. */
export function plainCategory(category: Category): Category {
  const { id, classic, always } = category
  const [title, description] = [category.title?.trim(), category.description?.trim()]
  return {
    id,
    ...(classic && { classic }),
    ...(always && { always }),
    ...(title && { title }),
    ...(description && { description }),
  }
}
