/** Which words are shown, in which language. */
import type { Category } from '../wire/categories.ts'
import type { BannerConfig } from './config.ts'
import { en } from './texts/en.ts'
import type { BannerTexts, CategoryTexts } from './texts.ts'

/** Words, their language and its direction. */
export interface Words extends BannerTexts {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** What a category is called, and what it is for. */
  of(category: Category): CategoryTexts
}

/**
 * The words for a language tag: of the tag itself, then of its beginning (`en-GB`, `en`), in the
 * end English.
 */
export function wordsFor(config: BannerConfig, tag: string): Words {
  const texts = Object.entries(config.texts ?? {})
  const parts = tag.toLowerCase().split('-')
  const [language, own] = [
    ...parts.map((_, cut) => parts.slice(0, parts.length - cut).join('-')),
    'en',
  ]
    .map((wanted) => texts.find(([name]) => name.toLowerCase() === wanted))
    .find(Boolean) ?? ['en', {}]
  return {
    ...en,
    ...own,
    language,
    direction: /^(ar|fa|he|ur)\b/i.test(language) ? 'rtl' : 'ltr',
    of: ({ id, title, description }) => {
      const built = en.categories[id]
      return {
        title: title ?? built?.title ?? id,
        description: description ?? built?.description ?? '',
        ...own.categories?.[id],
      }
    },
  }
}
