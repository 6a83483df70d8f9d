/** What the shop does with its visitors' consent: recommendations, and counting. */
import type { IRouter } from 'express'
import type { BannerTexts, BannerTheme } from '../../consent.ts'
import { type Html, html } from '../../http/html.ts'
import type { Visitor } from '../../index.ts'
import { type Cart, readCart } from './cart.ts'
import { COUNTER_SCRIPT, counter, type Uses } from './consent/site-consent.ts'
import type { Product, ShopData } from './shop-data.ts'
import { shelf } from './shop-pages.ts'

/** The banner in the shop's colours. */
export const SHOP_THEME: BannerTheme = {
  accent: 'light-dark(#2c6a48, #8fd3ad)',
  onAccent: 'light-dark(#ffffff, #0e1d15)',
  background: 'light-dark(#fffefa, #1b211d)',
  text: 'light-dark(#22302a, #e9ede6)',
}

export const SHOP_WORDS: Partial<BannerTexts> = {
  title: 'A biscuit with your tea?',
  body: 'We would like to count which pages are read, and to remember what you like so that we can recommend what goes with it. You decide, once for all sites of Harbour.',
}

export const SHOP_USES: Uses = {
  essential: 'What is in your cart, that you are signed in, and what you chose here.',
  performance: 'How many pages are looked at each day. The number is in the foot of each page.',
  functionality: 'Recommendations that go with what is in your cart.',
}

/** What goes with what. */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
  sencha: ['mug', 'teapot'],
  'earl-grey': ['honey', 'teapot'],
  teapot: ['sencha', 'mug'],
  mug: ['earl-grey', 'kettle'],
  kettle: ['teapot', 'sencha'],
  honey: ['earl-grey', 'mug'],
}
/** What everybody likes. */
const LOVED = ['honey', 'teapot', 'earl-grey']
const MOST = 3

/** Recommendations, or why there are none: the server asks what the visitor agreed to. */
export function recommendedShelf(visitor: Visitor, data: ShopData): Html {
  const allowed = visitor.consent.allows('functionality')
  const body = allowed
    ? recommendations(data.products(), readCart(visitor.session))
    : html`<p class="off">Here you would find what goes with your tea. Recommendations are off: you have not allowed “Functionality”. <a class="js-revoke-cookie-manager" href="/cookies">Change that</a></p>`
  return html`<section id="recommended" aria-labelledby="for-you" data-allowed="${String(allowed)}"><h2 class="big" id="for-you">Recommended for you</h2>${body}</section><script src="/recommended.js" defer></script>`
}

function recommendations(products: readonly Product[], cart: Cart): Html {
  const fitting = [...cart.keys()].flatMap((id) => PAIRS[id] ?? [])
  const ids = [...new Set([...fitting, ...LOVED])].filter((id) => !cart.has(id)).slice(0, MOST)
  const chosen = ids.flatMap((id) => products.find((one) => one.id === id) ?? [])
  return html`<p class="muted">${cart.size > 0 ? 'They go with what is in your cart.' : 'What others liked best this month.'}</p>${shelf(chosen)}`
}

/** Asks for the shelf anew when the visitor has changed their mind. */
const SHELF_SCRIPT = `globalThis.hallpassConsent?.on(async () => {
  const place = document.getElementById('recommended')
  const allowed = String(hallpassConsent.allows('functionality'))
  if (!place || place.dataset.allowed === allowed) return
  const answer = await fetch('/recommended')
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = page.getElementById('recommended')
  if (next) place.replaceWith(next)
})
`

/** The routes. */
export function shopConsent(router: IRouter, data: ShopData): IRouter {
  const count = counter(1204)
  router.get('/recommended', (request, response) => {
    response.type('html').send(recommendedShelf(request.hallpass, data).toString())
  })
  router.get('/recommended.js', (_request, response) => {
    response.set('cache-control', 'no-cache').type('js').send(SHELF_SCRIPT)
  })
  router.get('/counter.js', (_request, response) => {
    response.set('cache-control', 'no-cache').type('js').send(COUNTER_SCRIPT)
  })
  router.post('/counted', (request, response) => {
    if (request.hallpass.consent.allows('performance')) response.json(count())
    else response.status(403).json({ error: 'not allowed' })
  })
  return router
}
