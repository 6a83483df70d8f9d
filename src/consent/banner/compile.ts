/** The script as a site serves it: its configuration and the words it asks for compiled in. */
import type { BannerConfig } from './config.ts'
import { SCRIPT } from './script.generated.ts'
import { TEXTS } from './texts/all.ts'
import type { BannerTexts } from './texts.ts'

/** Languages that hallpass has words in. */
export const LANGUAGES: readonly string[] = Object.keys(TEXTS)

/** The words for some languages; an unknown one is left out: its visitors read English. */
export function textsFor(languages: readonly string[]): Record<string, BannerTexts> {
  const known = languages.filter((language) => Object.hasOwn(TEXTS, language))
  return Object.fromEntries(known.map((language) => [language, TEXTS[language] as BannerTexts]))
}

/**
 * The whole script: what every page gets, then the call that starts it.
 *
 * @param languages - Beside English, which is in the script. Each adds about 0.6 KB of gzip.
 */
export function bannerScript(config: BannerConfig, languages: readonly string[] = []): string {
  const built = textsFor(languages.filter((language) => language !== 'en'))
  const texts: Record<string, Partial<BannerTexts>> = { ...config.texts }
  for (const [language, words] of Object.entries(built)) {
    texts[language] = merged(config, words, config.texts?.[language])
  }
  // `<` would end the script where a page has it inline, and means the same escaped.
  const json = JSON.stringify({ ...config, texts }).replaceAll('<', '\\u003c')
  return `${SCRIPT}hallpassConsent.start(${json});\n`
}

/** The site's words, then what it calls its categories, then ours. */
function merged(
  config: BannerConfig,
  words: BannerTexts,
  own: Partial<BannerTexts> = {},
): BannerTexts {
  const named = (config.categories ?? []).map(({ id, title, description }) => [
    id,
    {
      title: title ?? words.categories[id]?.title ?? id,
      description: description ?? words.categories[id]?.description ?? '',
    },
  ])
  return {
    ...words,
    ...own,
    categories: { ...words.categories, ...Object.fromEntries(named), ...own.categories },
  }
}
