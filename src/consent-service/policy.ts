/** The policy in force, and whether a choice still counts under it. */
import {
  type Category,
  type Choices,
  CLASSIC_CATEGORIES,
  wireOf,
} from '../consent/wire/categories.ts'
import type { WireConsent } from '../consent/wire/values.ts'
import type { Choice, Policy } from './store/port.ts'

/** A version of the policy; number 0 is what was asked about before the first one. */
export type Version = Pick<Policy, 'version' | 'categories'>

/** What is asked about now: the newest version. */
export interface InForce extends Version {
  /** The newest version that everybody must have been asked under; 0 when there is none. */
  readonly material: number
  /** All versions, in their order. */
  readonly policies: readonly Policy[]
}

const BEFORE: Version = { version: 0, categories: CLASSIC_CATEGORIES }

/** The policy in force among all versions; before the first one the classic categories are. */
export function inForce(policies: readonly Policy[]): InForce {
  const { version, categories } = policies.at(-1) ?? BEFORE
  const material = policies.findLast((policy) => policy.material)?.version ?? 0
  return { version, material, categories, policies }
}

/** A version by its number; undefined where there is none. */
export function versionOf({ policies }: InForce, version: number): Version | undefined {
  return version === 0 ? BEFORE : policies.find((policy) => policy.version === version)
}

/** The version that was in force at a time in milliseconds. */
export function versionAt({ policies }: InForce, at: number): Version {
  return policies.findLast(({ createdAt }) => createdAt <= at) ?? BEFORE
}

/** What a visitor has chosen, as far as it still counts: a material change asks again. */
export function standing(choice: Choice | undefined, policy: InForce): Choices | undefined {
  return choice === undefined || choice.policy < policy.material ? undefined : choice.choices
}

/** The categories that visitors are asked about. */
export function asked(categories: readonly Category[]): readonly Category[] {
  return categories.filter(({ always }) => always !== true)
}

/** Whether a choice grants a category. */
export function grants(choices: Choices, id: string): boolean {
  return Object.hasOwn(choices, id) && choices[id] === true
}

/** What sites are told of a choice. */
export interface Told {
  readonly consent: WireConsent
  /** Of each category that is asked about; nothing while the choice is unset. */
  readonly categories: Choices
}

/** A choice as it is told to sites: nothing is granted that was not chosen. */
export function told(choice: Choice | undefined, policy: InForce): Told {
  const choices = standing(choice, policy)
  if (choices === undefined) return { consent: 'unset', categories: {} }
  return {
    consent: wireOf(choices, policy.categories),
    categories: Object.fromEntries(
      asked(policy.categories).map(({ id }) => [id, grants(choices, id)]),
    ),
  }
}
