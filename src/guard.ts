/** `hallpass/guard`: what a place asks of a visitor; and a whole guard by the environment. */
export type { Access, ClaimValue, Requirement, SignedIn } from './guard/access.ts'
export type { PathPattern } from './guard/path-pattern.ts'
export type { PathRule, PathRules } from './guard/rules.ts'
export {
  defineGuard,
  type GuardConfig,
  type GuardRule,
  type GuardRulePath,
  type UpstreamConfig,
} from './guard-env/config.ts'
export { guardFromEnv } from './guard-env/guard-from-env.ts'
export type { GuardFromEnvOptions } from './guard-env/options.ts'
export { pathPattern } from './guard-env/path-pattern.ts'
export type { Environment } from './guard-env/read.ts'
export type { Theme } from './http/page-theme.ts'
