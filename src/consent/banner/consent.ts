/** The choice of this page: read, changed, told to those who wait for it. */
import { type Category, type Choices, CLASSIC_CATEGORIES, wireOf } from '../wire/categories.ts'
import { ACCEPTED_COOKIE, CATEGORIES_COOKIE } from '../wire/cookies.ts'
import type { ConsentAct, ConsentDetail } from './api.ts'
import { readCookies, writeCookie } from './cookies.ts'
import { updateGoogle } from './google.ts'
import { pageDocument } from './page.ts'
import { grantedIds, storedChoices } from './stored.ts'

const EVENT = 'hallpass:consent'

/** What is asked about. */
export let categories: readonly Category[] = CLASSIC_CATEGORIES
let choices: Choices | undefined
/** The same, where cookies are blocked: then it holds for this page. */
let unkept: Choices | undefined
let tracked = false

/** Sets what is asked about. */
export function setCategories(given: readonly Category[] = CLASSIC_CATEGORIES): void {
  categories = given
}

/** What was chosen; undefined before. */
export function currentChoices(): Choices | undefined {
  return choices
}

/** The browser's signal, where no choice stands against it. */
export function signalled(): boolean {
  return !choices && (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true
}

/** Whether a category is allowed. */
export function allows(id: string): boolean {
  return categories.some((one) => one.id === id && (one.always || choices?.[id] === true))
}

/** Reads the cookies, which other pages change too; says whether the choice is another now. */
export function readChoices(): boolean {
  const before = JSON.stringify(choices)
  choices =
    storedChoices(
      readCookies(ACCEPTED_COOKIE),
      readCookies(CATEGORIES_COOKIE).at(-1),
      categories,
    ) ?? unkept
  return JSON.stringify(choices) !== before
}

/** Keeps a choice of the visitor. */
export function keepChoices(made: Choices, days: number): void {
  choices = made
  writeCookie(ACCEPTED_COOKIE, wireOf(made, categories), days)
  writeCookie(CATEGORIES_COOKIE, grantedIds(made), days)
  unkept = readCookies(ACCEPTED_COOKIE)[0] ? undefined : made
}

/** Tells Google and the page. */
export function tellPage(act: ConsentAct): void {
  const word = wireOf(choices, categories)
  const before = tracked
  tracked = word === 'all' || word === 'performance'
  if (act !== 'gpc') updateGoogle(word, tracked && !before && act !== 'stored')
  pageDocument.dispatchEvent(new CustomEvent<ConsentDetail>(EVENT, { detail: { choices, act } }))
}

/** Hears what `tellPage` tells, and what is known already. */
export function onConsent(hear: (detail: ConsentDetail) => void): () => void {
  const heard = (event: Event) => hear((event as CustomEvent<ConsentDetail>).detail)
  pageDocument.addEventListener(EVENT, heard)
  if (choices) hear({ choices, act: 'stored' })
  return () => pageDocument.removeEventListener(EVENT, heard)
}
