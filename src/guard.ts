/** `hallpass/guard`: what a place asks of a visitor. */
export type { Access, ClaimValue, Requirement, SignedIn } from './guard/access.ts'
export type { PathRule, PathRules } from './guard/rules.ts'
