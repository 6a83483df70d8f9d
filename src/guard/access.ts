/** What a place asks of a visitor, and whether a visitor has it. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { isRequestGuard, type RequestGuard } from '../http/request-guard.ts'
import { checkOptions } from '../options/check.ts'
import type { Claims } from '../session/state.ts'

/** A value that a claim must have. */
export type ClaimValue = string | number | boolean

/** What a signed-in visitor must have; everything that is given must hold. */
export interface Requirement {
  /** This group. */
  readonly group?: string
  /** One of these groups at least. */
  readonly anyGroup?: readonly string[]
  /** All of these groups. */
  readonly allGroups?: readonly string[]
  /**
   * Claims with these values; of a list one value is enough, and a claim that is a list itself
   * must hold the value.
   */
  readonly claims?: Readonly<Record<string, ClaimValue | readonly ClaimValue[]>>
  /** At most so many seconds since the user last proved who they are; else they must again. */
  readonly maxAge?: number
  /** One of these authentication context classes (RFC 9470); else the user must step up. */
  readonly acr?: string | readonly string[]
}

/** What a function of the app's own decides about. */
export interface SignedIn {
  readonly user: Claims
  readonly groups: readonly string[]
}

/**
 * What a place asks: nothing (`public`), a login, nobody at all (`deny`), a requirement, a guard
 * that looks at the request itself (`keysRequired`), or the app's own function.
 */
export type Access =
  | 'public'
  | 'login'
  | 'deny'
  | Requirement
  | RequestGuard
  | ((visitor: SignedIn) => MaybePromise<boolean>)

/** What is known of the visitor. */
export interface Standing extends SignedIn {
  readonly authTime: number
  readonly acr?: string | undefined
  /** The classes that the login asked for, space-separated. */
  readonly acrAsked?: string | undefined
}

/** Whether a visitor may go on, and if not, what would help. */
export type Verdict = 'pass' | 'login' | 'reauthenticate' | 'unreached' | 'forbidden'

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const groups = v.pipe(v.array(text), v.minLength(1, 'must name a group at least'))
const claimValue = v.union([v.string(), v.number(), v.boolean()])
const claimValues = v.pipe(v.array(claimValue), v.minLength(1, 'must name a value at least'))
const classes = v.pipe(v.array(text), v.minLength(1, 'must name a class at least'))

/** A requirement whose value is undefined is none: `{ group: process.env.OPS }` must not open a door. */
const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  group: v.exactOptional(text),
  anyGroup: v.exactOptional(groups),
  allGroups: v.exactOptional(groups),
  claims: v.exactOptional(v.record(v.string(), v.union([claimValue, claimValues]))),
  maxAge: v.exactOptional(v.pipe(v.number(), v.minValue(0, 'must be 0 or more'))),
  acr: v.exactOptional(v.union([text, classes])),
})

/** Requirements that were found to be in order: with every request each is checked once only. */
const inOrder = new WeakSet<object>()

/**
 * Refuses an access that says something unknown: a misspelt `group` must not leave a door open.
 *
 * @throws `invalid_config` naming each fault
 */
export function checkAccess(access: unknown, where: string): asserts access is Access {
  if (typeof access === 'function' || isRequestGuard(access)) return
  if (access === 'public' || access === 'login' || access === 'deny') return
  const requirement = typeof access === 'object' && access !== null ? access : undefined
  if (requirement !== undefined && inOrder.has(requirement)) return
  const issues = accessIssues(access, where)
  if (issues.length === 0) {
    if (requirement !== undefined) inOrder.add(requirement)
    return
  }
  const text = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new HallpassError('invalid_config', text, { issues })
}

function accessIssues(access: unknown, where: string): readonly ConfigIssue[] {
  const isObject = typeof access === 'object' && access !== null
  if (isObject && !isPlainObject(access) && where === 'requireLogin') {
    return [
      { path: where, message: 'got a request, not what it asks for: call it: requireLogin()' },
    ]
  }
  if (typeof access === 'string' || (isObject && !isPlainObject(access))) {
    const message = "must be 'public', 'login', 'deny', a requirement or a function"
    return [{ path: where, message }]
  }
  return checkOptions(schema, access, where)
}

/** Whether it is written as `{ … }`, also in another realm: a framework's request is not. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Decides; asynchronous only where the app's own function is. */
export function judge(
  access: Access,
  standing: Standing | undefined,
  now: number,
): MaybePromise<Verdict> {
  if (access === 'public') return 'pass'
  // A guard is asked about the request, never about who is signed in.
  if (access === 'deny' || isRequestGuard(access)) return 'forbidden'
  if (standing === undefined) return 'login'
  if (access === 'login') return 'pass'
  if (typeof access !== 'function') return meets(access, standing, now)
  const answer = access({ user: standing.user, groups: standing.groups })
  // Only `true` opens: an error object that is truthy must not (fail closed).
  if (!(answer instanceof Promise)) return answer === true ? 'pass' : 'forbidden'
  return answer.then((allowed) => (allowed === true ? 'pass' : 'forbidden'))
}

function meets(wanted: Requirement, standing: Standing, now: number): Verdict {
  const has = (group: string) => standing.groups.includes(group)
  const { group, anyGroup, allGroups, claims, maxAge, acr } = wanted
  if (group !== undefined && !has(group)) return 'forbidden'
  if (anyGroup !== undefined && !anyGroup.some(has)) return 'forbidden'
  if (allGroups !== undefined && !allGroups.every(has)) return 'forbidden'
  for (const [name, value] of Object.entries(claims ?? {})) {
    if (!claimHolds(standing.user, name, value)) return 'forbidden'
  }
  if (maxAge !== undefined && now - standing.authTime > maxAge) return 'reauthenticate'
  if (acr === undefined || hasClass(standing, [acr].flat())) return 'pass'
  // A login that asked for it came back without: the next one would too.
  return standing.acrAsked === [acr].flat().join(' ') ? 'unreached' : 'reauthenticate'
}

function hasClass({ acr }: Standing, wanted: readonly string[]): boolean {
  return acr !== undefined && wanted.includes(acr)
}

function claimHolds(
  user: Claims,
  name: string,
  wanted: ClaimValue | readonly ClaimValue[],
): boolean {
  if (!Object.hasOwn(user, name)) return false
  const has: readonly unknown[] = [user[name]].flat()
  return [wanted].flat().some((value) => has.includes(value))
}
