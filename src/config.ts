/** `hallpass/config`: the settings of a service, its addresses, its release. */
export { buildUrl, type UrlParts } from './service/config/build-url.ts'
export { type ReleaseOptions, release } from './service/config/release.ts'
export { type Setting, secret, setting } from './service/config/setting.ts'
export { type SettingsOf, settingsFromEnv } from './service/config/settings-from-env.ts'
export type { Environment } from './service/config/variable.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './tokens/standard-schema.ts'
