/** `hallpass`: who a visitor is, decided once for every framework. */
export { type Code, type ConfigIssue, HallpassError, isHallpassError } from './errors.ts'
export type { Access, ClaimValue, Requirement, SignedIn } from './guard/access.ts'
export type { PathRule, PathRules } from './guard/rules.ts'
export type { Decision, Exchange, HeaderList, MaybePromise, Reply } from './http/exchange.ts'
export type { PageContent, PageLink } from './http/page.ts'
export type { Theme } from './http/page-theme.ts'
export type { Logger } from './http/ports.ts'
export type { LoginParameters } from './login/authorize.ts'
export { createHallpass } from './pass/create.ts'
export type {
  HallpassOptions,
  Handlers,
  Hooks,
  LoginEvent,
  LoginOutcome,
  LoginRequest,
  LoginStart,
  LogoutEvent,
  RefreshEvent,
  Refusal,
  Routes,
  SessionOptions,
} from './pass/options.ts'
export type { SessionInfo, SessionOwner, Sessions } from './pass/session-types.ts'
export type { Hallpass, Register, SessionData, User, Visitor, VisitorAuth } from './pass/types.ts'
export type { Claims } from './session/state.ts'
