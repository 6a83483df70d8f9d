/** The script as a whole. */
import { type Choices, wireOf } from '../wire/categories.ts'
import { ACCEPTED_COOKIE, FRESHNESS_COOKIE } from '../wire/cookies.ts'
import type { ConsentCallback, HallpassConsent } from './api.ts'
import type { BannerConfig } from './config.ts'
import {
  allCategories,
  allows,
  currentChoices,
  keepChoices,
  onConsent,
  readChoices,
  setCategories,
  signalled,
  tellPage,
} from './consent.ts'
import { cookiesStick } from './cookies.ts'
import { loadFrames } from './frames.ts'
import { setGoogleDefaults } from './google.ts'
import { setTheme } from './root.ts'
import { startScripts } from './scripts.ts'
import { type Act, askSite, keep, PATIENCE, tellSite } from './shared.ts'
import { choicesBy } from './stored.ts'
import { makeView, type View } from './view.ts'
import { type Words, wordsFor } from './words.ts'

let config: BannerConfig = {}
let callback: ConsentCallback | undefined
let words: Words
let view: View | undefined
let shared = false
let decided = false

const days = () => config.days ?? 365

/** What the visitor decides, by whatever button. */
function decide(made: Choices, act: Act): void {
  decided = true
  keepChoices(made, days())
  view?.close()
  tellPage(act)
  openGates()
  if (shared) tellSite(wireOf(made, allCategories()), made, act, days())
  callback?.(made)
}

const all = (value: (id: string) => boolean) => choicesBy(allCategories(), value)
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
const set = (some: Choices) =>
  decide(
    all((id) => (some[id] ?? allows(id)) === true),
    'saved',
  )

function open(from?: Element): void {
  view?.manage(
    { categories: allCategories(), choices: currentChoices(), gpc: signalled(), save: set },
    from,
  )
}

/** Lets in what is allowed by now. A page that is still being read may hold half a script. */
function openGates(): void {
  if (document.readyState === 'loading') return
  startScripts(allows)
  loadFrames({
    allows,
    allow: (id) => set({ [id]: true }),
    label: words.allow,
    text: (id) => {
      const category = allCategories().find((one) => one.id === id)
      return words.held.replace('{category}', category ? words.of(category).title : id)
    },
  })
}

/** Begins when the page's elements are there. */
function mount(): void {
  words = wordsFor(config, config.language ?? document.documentElement.lang)
  view = makeView(words, config, { accept, reject, open: () => open() })
  document.addEventListener(
    'click',
    (event) => {
      const link = (event.target as Element).closest?.('.js-revoke-cookie-manager')
      if (!link) return
      event.preventDefault()
      open(link)
    },
    true,
  )
  // Back by the browser's cache of whole pages: the choice may be another page's by now.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !readChoices()) return
    view?.close()
    tellPage('stored')
    openGates()
  })
  openGates()
  new MutationObserver(openGates).observe(document, { childList: true, subtree: true })
}

/** Asks the site what it knows; false when the page is being left for the central service. */
async function sync(hidden: boolean): Promise<void> {
  const { action, redirect_url, consent, cookies_freshness_ts: at } = await askSite()
  // What the visitor chose meanwhile is newer than any answer.
  if (decided) return
  if (action === 'redirect' && redirect_url && !hidden && self === top && !isRobot()) {
    location.replace(redirect_url + location.href)
    // The page is left now. Where that fails, its visitor is asked here.
    await new Promise((resolve) => setTimeout(resolve, PATIENCE))
  }
  if (action === 'set_preferences' && consent) {
    keep(ACCEPTED_COOKIE, consent, days())
    if (at) keep(FRESHNESS_COOKIE, at, days())
    const before = currentChoices()
    if (readChoices() || before) tellPage('shared')
    openGates()
  }
}

const isRobot = () => /bot|crawl|spider|lighthouse/i.test(navigator.userAgent)

const until = (type: string) => new Promise((resolve) => document.addEventListener(type, resolve))

async function run(): Promise<void> {
  const ready = document.readyState === 'loading' ? until('DOMContentLoaded') : undefined
  const mounted = Promise.resolve(ready).then(mount)
  if ((document as { prerendering?: boolean }).prerendering) await until('prerenderingchange')
  const hidden = new URLSearchParams(location.search).get('cp') === 'hide'
  if (shared) await sync(hidden)
  await mounted
  if (signalled()) tellPage('gpc')
  else if (!currentChoices() && !decided && !hidden) view?.ask()
}

/** {@inheritDoc HallpassConsent.start} */
export function start(given: BannerConfig = {}, called?: ConsentCallback): HallpassConsent {
  const page = document as { hallpassConsent?: HallpassConsent }
  if (page.hallpassConsent) return page.hallpassConsent
  page.hallpassConsent = consent
  config = given
  callback = called
  setGoogleDefaults()
  setCategories(given.categories)
  setTheme(given.theme ?? {})
  shared = given.shared !== false && cookiesStick()
  if (readChoices()) tellPage('stored')
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
