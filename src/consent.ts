/** `hallpass/consent`: one cookie consent for all sites of an organisation. */
export type { BannerTheme } from './consent/banner/config.ts'
export type { BannerTexts, CategoryTexts } from './consent/banner/texts.ts'
export { type ConsentEnvironment, consentFromEnv } from './consent/site/env.ts'
export type { ConsentCache } from './consent/site/health.ts'
export type { BannerOptions, ConsentOptions } from './consent/site/options.ts'
export type { VisitorConsent } from './consent/site/visitor-consent.ts'
export type { Category, Choices } from './consent/wire/categories.ts'
