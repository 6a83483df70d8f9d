/** A policy in words. */
import type { Category } from '../../../consent/wire/categories.ts'
import { asked } from '../../../consent-service/policy.ts'

/** Which kind of change a version is. */
export function kindOf({ material }: { readonly material: boolean }): 'material' | 'wording' {
  return material ? 'material' : 'wording'
}

/** The ids of the categories that visitors are asked about. */
export function askedAbout(categories: readonly Category[]): string {
  return asked(categories)
    .map(({ id }) => id)
    .join(', ')
}
