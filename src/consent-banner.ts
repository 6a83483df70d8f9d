/** `hallpass/consent/banner`: the browser script as a module. */

export type {
  ConsentAct,
  ConsentCallback,
  ConsentDetail,
  HallpassConsent,
} from './consent/banner/api.ts'
export type { BannerConfig, BannerTheme } from './consent/banner/config.ts'
export { start } from './consent/banner/start.ts'
export { ar } from './consent/banner/texts/ar.ts'
export { de } from './consent/banner/texts/de.ts'
export { en } from './consent/banner/texts/en.ts'
export { es } from './consent/banner/texts/es.ts'
export { fr } from './consent/banner/texts/fr.ts'
export { it } from './consent/banner/texts/it.ts'
export { ja } from './consent/banner/texts/ja.ts'
export { ko } from './consent/banner/texts/ko.ts'
export { nl } from './consent/banner/texts/nl.ts'
export { pl } from './consent/banner/texts/pl.ts'
export { pt } from './consent/banner/texts/pt.ts'
export { sv } from './consent/banner/texts/sv.ts'
export { zh } from './consent/banner/texts/zh.ts'
export type { BannerTexts, CategoryTexts } from './consent/banner/texts.ts'
export type { Category, Choices } from './consent/wire/categories.ts'
