/** The demo's shop: an Express app that uses hallpass as any app would. */
import type { NextFunction, Request, Response } from 'express'
import { mount, requireLogin } from '../../express.ts'
import { type Html, html } from '../../http/html.ts'
import { createHallpass, type Visitor } from '../../index.ts'
import { oidc } from '../../login.ts'
import { accountPage } from './account-page.ts'
import { type App, type AppOptions, tellingHooks, tellingLogger, trouble } from './app.ts'
import { BASE_STYLE } from './base-style.ts'
import { readCart, setQuantity } from './cart.ts'
import { consentOptions, cookiesPage } from './consent/site-consent.ts'
import { refusedPage } from './refused-page.ts'
import { LOGO, svgFile } from './shop-art.ts'
import { recommendedShelf, SHOP_THEME, SHOP_USES, SHOP_WORDS, shopConsent } from './shop-consent.ts'
import { parsePrice, type ShopData } from './shop-data.ts'
import {
  type CartLine,
  cartPage,
  checkoutPage,
  emailOf,
  ordersPage,
  SHOP_NAME,
  shelfPage,
  shopLook,
} from './shop-pages.ts'
import { customersPage, pricesPage } from './shop-staff-pages.ts'
import { SHOP_STYLE } from './shop-style.ts'
import { displayName, loginNotice, type Notice, siteHeaders, sitePage } from './site-page.ts'
import { SITE_STYLE } from './site-style.ts'

/** The shop. */
export async function createShop(options: AppOptions, data: ShopData): Promise<App> {
  const { default: express } = await import('express')
  const hooks = tellingHooks('shop', options.log)
  const { service } = options.consent
  const pass = createHallpass({
    baseUrl: options.url,
    secrets: [options.sessionSecret],
    login: oidc({
      issuer: options.issuer,
      clientId: 'shop',
      clientSecret: options.clientSecret,
      scope: 'openid profile email groups',
    }),
    logger: tellingLogger('shop', options.log),
    consent: consentOptions(options.consent, SHOP_THEME, SHOP_WORDS, SHOP_USES),
    handlers: {
      forbidden: refusedPage(
        (visitor) => shopLook(readCart(visitor?.session ?? {}), service),
        options.issuer,
      ),
    },
    hooks: {
      ...hooks,
      // A login starts a new session: the cart that was filled before it comes along.
      afterLogin: (event) => {
        const { cart } = event.previousSession
        if (cart !== undefined) event.session.cart = cart
        return hooks.afterLogin(event)
      },
    },
  })

  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use((_request, response, next) => {
    response.set(siteHeaders(options.issuer))
    next()
  })
  app.get('/style.css', (_request, response) => {
    response
      .set('cache-control', 'no-cache')
      .type('css')
      .send(BASE_STYLE + SITE_STYLE + SHOP_STYLE)
  })
  app.get('/icon.svg', (_request, response) => {
    response.set('cache-control', 'no-cache').type('svg').send(svgFile(LOGO))
  })
  app.use(mount(pass))
  app.use(express.urlencoded({ extended: false, limit: '10kb' }))
  app.use(shopConsent(express.Router(), data))

  app.get('/', (request, response) => {
    const added = data.product(String(request.query.added))
    const notice: Notice | undefined = added && {
      kind: 'good',
      text: html`${added.name} is in your cart. <a href="/cart">To the cart</a>`,
    }
    show(
      request,
      response,
      SHOP_NAME,
      shelfPage(data.products(), recommendedShelf(request.hallpass, data)),
      notice,
    )
  })
  app.get('/cart', (request, response) => {
    show(request, response, 'Your cart', cartPage(linesOf(request), request.hallpass))
  })
  app.post('/cart', (request, response) => {
    const { session } = request.hallpass
    const added = data.product(field(request, 'add'))
    if (added) {
      setQuantity(session, added.id, (readCart(session).get(added.id) ?? 0) + 1)
      return response.redirect(303, `/?added=${added.id}`)
    }
    const product = data.product(field(request, 'product'))
    if (product) setQuantity(session, product.id, Number(field(request, 'quantity')) || 0)
    response.redirect(303, '/cart')
  })
  app.get('/checkout', requireLogin(), (request, response) => {
    const lines = linesOf(request)
    if (lines.length === 0) return response.redirect(303, '/cart')
    show(request, response, 'Check out', checkoutPage(lines, request.hallpass))
  })

  app.get('/orders', requireLogin(), (request, response) => {
    const placed = String(request.query.placed ?? '')
    const orders = data.orders(request.hallpass.user?.sub)
    const notice: Notice | undefined = orders.some(({ number }) => String(number) === placed)
      ? { kind: 'good', text: `Thank you! Order ${placed} is being packed.` }
      : undefined
    const nameOf = (id: string) => data.product(id)?.name ?? id
    show(request, response, 'Your orders', ordersPage(orders, nameOf), notice)
  })
  app.post('/orders', requireLogin(), (request, response) => {
    const { user, session } = request.hallpass
    const lines = linesOf(request).map(({ product, quantity, price }) => ({
      product,
      quantity,
      price,
    }))
    if (user === undefined || lines.length === 0) return response.redirect(303, '/cart')
    const { number } = data.place({
      customer: user.sub,
      name: displayName(request.hallpass),
      email: emailOf(request.hallpass),
      placedAt: Math.floor(Date.now() / 1000),
      lines,
    })
    delete session.cart
    response.redirect(303, `/orders?placed=${number}`)
  })

  app.get('/prices', requireLogin({ group: 'editor' }), (request, response) => {
    const saved: Notice | undefined =
      request.query.saved === undefined
        ? undefined
        : { kind: 'good', text: 'The prices are saved.' }
    show(request, response, 'Prices', pricesPage(data.products(), data.pricesBy()), saved)
  })
  app.post('/prices', requireLogin({ group: 'editor' }), (request, response) => {
    const wrong: string[] = []
    for (const product of data.products()) {
      const price = parsePrice(field(request, product.id))
      if (price === undefined) wrong.push(product.id)
      else if (price !== product.price)
        data.setPrice(product.id, price, displayName(request.hallpass))
    }
    if (wrong.length === 0) return response.redirect(303, '/prices?saved=yes')
    const notice: Notice = {
      kind: 'bad',
      text: 'Write a price such as 14.50. The others are saved.',
    }
    response.status(400)
    show(request, response, 'Prices', pricesPage(data.products(), data.pricesBy(), wrong), notice)
  })
  app.get('/customers', requireLogin({ group: 'admin', maxAge: 600 }), (request, response) => {
    show(request, response, 'Customers', customersPage(data.orders()))
  })
  app.get('/cookies', (request, response) => {
    show(request, response, 'Cookies', cookiesPage(SHOP_USES, service))
  })
  app.get('/account', requireLogin(), async (request, response) => {
    show(request, response, 'Your account', await accountPage(request.hallpass))
  })
  app.use((request, response) => {
    response.status(404)
    const body = html`<h1>There is nothing here</h1><p class="lead">The page has moved, or never was.</p><p><a class="button" href="/">To the shelf</a></p>`
    show(request, response, 'Not found', body)
  })
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const { status, title, body } = trouble(error)
    if (status >= 500) options.log(`shop: ${error instanceof Error ? error.message : 'failed'}`)
    if (response.headersSent) return next(error)
    response.status(status)
    show(request, response, title, body)
  })
  return { listener: app, close: () => pass.close() }

  function linesOf(request: Request): CartLine[] {
    return [...readCart(request.hallpass.session)].flatMap(([id, quantity]) => {
      const product = data.product(id)
      return product ? { product: id, quantity, price: product.price, name: product.name } : []
    })
  }

  function show(
    request: Request,
    response: Response,
    title: string,
    body: Html,
    notice?: Notice,
  ): void {
    const { originalUrl: url } = request
    // An error page may come before hallpass has seen the request.
    const viewer: Visitor | undefined = request.hallpass
    const query = new URLSearchParams(url.split('?', 2)[1])
    const look = shopLook(readCart(viewer?.session ?? {}), service)
    response.send(
      sitePage(look, { title, url, viewer, notice: notice ?? loginNotice(query), body }),
    )
  }
}

function field(request: Request, name: string): string {
  const value: unknown = request.body?.[name]
  return typeof value === 'string' ? value : ''
}
