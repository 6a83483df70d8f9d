/** The script as a whole. */
import { wireOf } from '../wire/categories.ts'
import { ACCEPTED_COOKIE, FRESHNESS_COOKIE } from '../wire/cookies.ts'
import type { ConsentAct, ConsentCallback, HallpassConsent, Said } from './api.ts'
import type { BannerConfig } from './config.ts'
import {
  allows,
  categories,
  currentChoices,
  keepChoices,
  onConsent,
  readChoices,
  setCategories,
  signalled,
  tellPage,
} from './consent.ts'
import { cookiesStick } from './cookies.ts'
import { fitFrames, loadFrames } from './frames.ts'
import { setGoogleDefaults } from './google.ts'
import { pageDocument, pageGlobal } from './page.ts'
import { setTheme } from './root.ts'
import { startScripts } from './scripts.ts'
import { type Act, askSite, keep, PATIENCE, type SiteAnswer, tellSite } from './shared.ts'
import { choicesBy } from './stored.ts'
import { makeView, type View } from './view.ts'
import { type Words, wordsFor } from './words.ts'

let config: BannerConfig = {}
let callback: ConsentCallback | undefined
let words: Words
let view: View | undefined
let started = false
let shared = false
let decided = false

const ROBOT = /bot|crawl|spider|lighthouse/i

const days = () => config.days ?? 365

/**
 * What the visitor decides, by whatever button. Of what they do not speak of the cookies have the
 * last word, not this page: somebody may have changed their mind in another tab.
 */
function decide(said: Said, act: Act): void {
  decided = true
  readChoices()
  const made = all((id) => (said[id] ?? allows(id)) === true)
  keepChoices(made, days())
  show(act)
  if (shared) {
    const asked = all((id) => (said[id] === undefined ? undefined : made[id]))
    tellSite(wireOf(made, categories), asked, act, days())
  }
  callback?.(made)
}

const all = <Value>(value: (id: string) => Value) => choicesBy(categories, value)
const accept = () =>
  decide(
    all(() => true),
    'accept_all',
  )
const reject = () =>
  decide(
    all(() => false),
    'reject_all',
  )
const set = (some: Said) => decide(some, 'saved')

/** Brings the page in line with a choice. */
function show(act: ConsentAct): void {
  view?.close()
  tellPage(act)
  openGates()
}

/** Takes over what was changed from elsewhere. */
function refresh(act: ConsentAct): void {
  if (readChoices()) show(act)
}

function open(from?: Element): void {
  refresh('stored')
  view?.manage(from)
}

/** Lets in what is allowed by now. Before there is a view the page may hold half a script. */
function openGates(): void {
  if (!view) return
  startScripts()
  loadFrames(words, set)
}

/** Begins when the page's elements are there. */
function mount(): void {
  words = wordsFor(config, config.language ?? pageDocument.documentElement.lang)
  view = makeView(words, config, consent)
  addEventListener(
    'click',
    (event) => {
      const link = (event.target as Element).closest?.('.js-revoke-cookie-manager')
      if (!link) return
      event.preventDefault()
      open(link)
    },
    true,
  )
  for (const type of ['load', 'resize']) addEventListener(type, fitFrames)
  addEventListener('visibilitychange', () => refresh('stored'))
  // Back by the browser's cache of whole pages.
  addEventListener('pageshow', ({ persisted }) => persisted && refresh('stored'))
  openGates()
  new MutationObserver(openGates).observe(document, { childList: true, subtree: true })
}

const until = (type: string) =>
  new Promise((resolve) => pageDocument.addEventListener(type, resolve))

async function run(): Promise<void> {
  const ready = pageDocument.readyState === 'loading' ? until('DOMContentLoaded') : undefined
  const mounted = Promise.resolve(ready).then(mount)
  if ((pageDocument as { prerendering?: boolean }).prerendering) await until('prerenderingchange')
  const hidden = /[?&]cp=hide(&|$)/.test(location.search)
  const {
    action,
    redirect_url,
    consent: word,
    cookies_freshness_ts: at,
  }: SiteAnswer = shared ? await askSite() : {}
  // What the visitor chose meanwhile is newer than any answer.
  if (
    action === 'redirect' &&
    redirect_url &&
    !decided &&
    !hidden &&
    self === top &&
    !ROBOT.test(navigator.userAgent)
  ) {
    location.replace(redirect_url + location.href)
    // The page is left now. Where that fails, its visitor is asked here.
    await new Promise((resolve) => setTimeout(resolve, PATIENCE))
  }
  if (action === 'set_preferences' && word && !decided) {
    keep(ACCEPTED_COOKIE, word, days())
    if (at) keep(FRESHNESS_COOKIE, at, days())
    refresh('shared')
  }
  await mounted
  if (signalled()) tellPage('gpc')
  else if (!currentChoices() && !decided && !hidden) view?.ask()
}

/** The page's one API: this one, unless another copy of the script was there before. */
export function provide(): HallpassConsent {
  const there = pageGlobal<HallpassConsent>('hallpassConsent')
  if (typeof there?.start === 'function') return there
  ;(globalThis as { hallpassConsent?: HallpassConsent }).hallpassConsent = consent
  return consent
}

/** {@inheritDoc HallpassConsent.start} */
export function start(given: BannerConfig = {}, called?: ConsentCallback): HallpassConsent {
  const first = provide()
  if (first !== consent) return first.start(given, called)
  if (started) return consent
  started = true
  config = given
  callback = called
  setGoogleDefaults()
  setCategories(given.categories)
  setTheme(given.theme ?? {})
  shared = given.shared !== false && cookiesStick()
  refresh('stored')
  run()
  return consent
}

/** The script's API. */
export const consent: HallpassConsent = {
  start,
  allows,
  choices: currentChoices,
  open: () => open(),
  accept,
  reject,
  set,
  on: onConsent,
}
