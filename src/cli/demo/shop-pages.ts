/** The shop's pages for everyone: shelf, cart, checkout and orders. */

import { type Html, type HtmlValue, html } from '../../http/html.ts'
import { type Cart, countItems, MOST } from './cart.ts'
import { drawing, LOGO } from './shop-art.ts'
import { money, type Order, type OrderLine, type Product, total } from './shop-data.ts'
import { displayName, type SiteLook, time, type Viewer } from './site-page.ts'

export const SHOP_NAME = 'Fern & Kettle'

/** The frame of the shop's pages. */
export function shopLook(cart: Cart, consent: string): SiteLook {
  const count = countItems(cart)
  return {
    name: SHOP_NAME,
    consent,
    brand: html`${LOGO} ${SHOP_NAME}`,
    nav: [
      { href: '/', label: 'Shop' },
      {
        href: '/cart',
        label: html`Cart${count > 0 && html` <span class="count">${count}<span class="hidden"> in it</span></span>`}`,
      },
      { href: '/orders', label: 'Orders' },
      { href: '/prices', label: 'Prices', group: 'editor' },
      { href: '/customers', label: 'Customers', group: 'admin' },
    ],
    footer: html`<p>Fern &amp; Kettle, 4 Quay Street, Harbour</p><p>A demo of hallpass on Express. Nothing is sold here.</p>`,
  }
}

/** The shelf; `recommended` is what stands above it. */
export function shelfPage(products: readonly Product[], recommended: Html): Html {
  return html`<section class="hero"><div><h1>Tea for when the wind turns</h1>
<p class="lead">Leaves, pots and a little honey, from the shop by the harbour wall. Fill your cart now; you only need to sign in to check out.</p></div>
${drawing('teapot')}</section>
${recommended}
<h2 class="big">On the shelf</h2>
${shelf(products)}`
}

/** Products side by side. */
export function shelf(products: readonly Product[]): Html {
  return html`<ul class="shelf">${products.map(
    (product) => html`
<li><div class="picture">${drawing(product.id)}</div><div class="text"><h3>${product.name}</h3><p>${product.description}</p>
<form class="buy" method="post" action="/cart"><span class="price number">${money(product.price)}</span>
<button name="add" value="${product.id}">Add<span class="hidden"> ${product.name}</span> to cart</button></form></div></li>`,
  )}
</ul>`
}

/** What lines show of themselves: the product's name, how many, the price. */
export interface CartLine extends OrderLine {
  readonly name: string
}

/** The cart. */
export function cartPage(lines: readonly CartLine[], viewer: Viewer): Html {
  if (lines.length === 0) {
    return html`<h1>Your cart</h1><div class="empty"><p>There is nothing in it yet.</p><a class="button" href="/">To the shelf</a></div>`
  }
  return html`<h1>Your cart</h1>
<div class="table"><table class="cards"><caption class="hidden">What is in your cart</caption>
<thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col" class="number">Price</th><th scope="col" class="number">Together</th></tr></thead>
<tbody>${lines.map(
    (
      line,
    ) => html`<tr><th scope="row"><span class="thumb">${drawing(line.product)}<span>${line.name}</span></span></th>
<td><form class="quantity" method="post" action="/cart"><label class="hidden" for="q-${line.product}">How many: ${line.name}</label>
<input id="q-${line.product}" type="number" name="quantity" min="0" max="${MOST}" value="${line.quantity}" required><input type="hidden" name="product" value="${line.product}">
<button class="quiet">Update<span class="hidden"> ${line.name}</span></button></form></td>
<td class="number" data-label="Each">${money(line.price)}</td><td class="number" data-label="Together">${money(line.price * line.quantity)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row" colspan="3">Total</th><td class="number">${money(total(lines))}</td></tr></tfoot></table></div>
<div class="till"><p class="muted small">Set a quantity to 0 to take something out.</p><a class="button" href="/checkout">${viewer.user === undefined ? 'Sign in and check out' : 'Check out'}</a></div>`
}

/** The last page before an order. */
export function checkoutPage(lines: readonly CartLine[], viewer: Viewer): Html {
  return html`<h1>Check out</h1>
<div class="split"><section class="panel" aria-labelledby="to"><h2 id="to">Delivered to</h2>
<p><strong>${displayName(viewer)}</strong><br>${emailOf(viewer)}</p><p class="muted small">From your Harbour ID account. We ring when the parcel is at the quay.</p></section>
<section class="panel order" aria-labelledby="what"><h2 id="what">Your order</h2>${lineList(lines)}
<form class="gap" method="post" action="/orders"><button>Place the order</button></form></section></div>`
}

/** The e-mail address among the visitor's claims. */
export function emailOf({ user }: Pick<Viewer, 'user'>): string {
  return typeof user?.email === 'string' ? user.email : ''
}

/** The visitor's own orders. */
export function ordersPage(orders: readonly Order[], nameOf: (product: string) => string): Html {
  if (orders.length === 0) {
    return html`<h1>Your orders</h1><div class="empty"><p>You have not ordered anything yet.</p><a class="button" href="/">To the shelf</a></div>`
  }
  return html`<h1>Your orders</h1>${orders.map(
    (order) => html`
<article class="panel order" aria-labelledby="o-${order.number}"><header><h2 id="o-${order.number}">Order ${order.number}</h2><span class="muted">${time(order.placedAt)} · ${state(order)}</span></header>
${lineList(order.lines.map((line) => ({ ...line, name: nameOf(line.product) })))}</article>`,
  )}`
}

function lineList(lines: readonly CartLine[]): HtmlValue {
  return html`<ul>${lines.map(
    (line) =>
      html`<li><span>${line.quantity} × ${line.name}</span><span class="number">${money(line.price * line.quantity)}</span></li>`,
  )}<li class="sum"><span>Total</span><span class="number">${money(total(lines))}</span></li></ul>`
}

function state(order: Order): string {
  const days = (Date.now() / 1000 - order.placedAt) / 86_400
  return days < 1 ? 'being packed' : days < 5 ? 'on its way' : 'delivered'
}
