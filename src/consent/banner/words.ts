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
  let language = 'en'
  for (const name in config.texts) {
    const fits = `${tag}-`.toLowerCase().startsWith(`${name}-`.toLowerCase())
    if (fits && name.length >= language.length) language = name
  }
  const own = config.texts?.[language] ?? {}
  return {
    ...en,
    ...own,
    language,
    direction: /^(ar|fa|he|ur)\b/i.test(language) ? 'rtl' : 'ltr',
    of: ({ id, ...named }) => {
      const { title = id, description = '' } = {
        ...en.categories[id],
        ...named,
        ...own.categories?.[id],
      }
      return { title, description }
    },
  }
}
