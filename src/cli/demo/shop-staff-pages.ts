/** The shop's pages for its staff: prices for editors, customers for admins. */
import { type Html, html } from '../../http/html.ts'
import { drawing } from './shop-art.ts'
import { money, type Order, type Product, total } from './shop-data.ts'
import { time } from './site-page.ts'

/** Where editors change prices. `wrong` are the products whose new price was none. */
export function pricesPage(
  products: readonly Product[],
  changedBy: string | undefined,
  wrong: readonly string[] = [],
): Html {
  return html`<div class="head"><h1>Prices</h1><p class="muted">${changedBy === undefined ? 'Not changed yet' : `Last changed by ${changedBy}`}</p></div>
<p class="lead">For editors. A new price is on the shelf at once.</p>
<form class="priceform" method="post" action="/prices"><div class="table"><table class="cards"><caption class="hidden">Products and their prices</caption>
<thead><tr><th scope="col">Product</th><th scope="col">What it says</th><th scope="col">Price (£)</th></tr></thead>
<tbody>${products.map((product) => {
    const bad = wrong.includes(product.id)
    return html`<tr><th scope="row"><span class="thumb">${drawing(product.id)}<label for="p-${product.id}">${product.name}</label></span></th>
<td class="muted">${product.description}</td>
<td><input id="p-${product.id}" class="number" name="${product.id}" inputmode="decimal" value="${(product.price / 100).toFixed(2)}"${bad && html` aria-invalid="true" aria-describedby="e-${product.id}"`}>${bad && html`<br><span class="small" id="e-${product.id}">Not a price: kept as it was</span>`}</td></tr>`
  })}</tbody></table></div>
<div class="actions"><button>Save the prices</button></div></form>`
}

/** A customer as the shop knows them. */
interface Customer {
  readonly name: string
  readonly email: string
  readonly orders: number
  readonly spent: number
  readonly last: number
}

/** Who bought what: for admins. */
export function customersPage(orders: readonly Order[]): Html {
  const customers = summarise(orders)
  const sold = orders.reduce((sum, order) => sum + total(order.lines), 0)
  return html`<h1>Customers</h1><p class="lead">For admins. hallpass asks for the password again when you signed in more than ten minutes ago.</p>
<dl class="figures"><div><dt>Customers</dt><dd>${customers.length}</dd></div><div><dt>Orders</dt><dd>${orders.length}</dd></div><div><dt>Sold</dt><dd class="number">${money(sold)}</dd></div></dl>
<div class="table"><table class="cards"><caption class="hidden">Customers, the best first</caption>
<thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Last order</th><th scope="col" class="number">Orders</th><th scope="col" class="number">Spent</th></tr></thead>
<tbody>${customers.map(
    (customer) =>
      html`<tr><th scope="row">${customer.name}</th><td data-label="E-mail">${customer.email}</td><td data-label="Last order">${time(customer.last)}</td><td class="number" data-label="Orders">${customer.orders}</td><td class="number" data-label="Spent">${money(customer.spent)}</td></tr>`,
  )}</tbody></table></div>`
}

function summarise(orders: readonly Order[]): Customer[] {
  const customers = [...Map.groupBy(orders, (order) => order.customer).values()].flatMap((own) => {
    const [newest] = own
    if (newest === undefined) return []
    return {
      name: newest.name,
      email: newest.email,
      orders: own.length,
      spent: own.reduce((sum, order) => sum + total(order.lines), 0),
      last: newest.placedAt,
    }
  })
  return customers.sort((a, b) => b.spent - a.spent)
}
