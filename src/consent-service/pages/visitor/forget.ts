/** `/choices/forget`: asks first, then erases what can be read of a visitor. */

import { html } from '../../../http/html.ts'
import { type Handler, milliseconds } from '../../service.ts'
import { clearVisitor } from '../../visitor-cookie.ts'
import { formToken, postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'
import { visitorPage } from './look.ts'
import { recognise, strangerPage } from './recognise.ts'

export const forget: Handler = async (service, exchange) => {
  const known = await recognise(service, exchange)
  if (known === undefined) return strangerPage(service, exchange)
  const { visitor } = known
  if (exchange.method === 'POST') {
    await postedForm(service, exchange, visitor)
    await service.store.forget(visitor, milliseconds(service))
    return seeOther('/choices/forgotten', clearVisitor(service))
  }
  return visitorPage(service, {
    title: 'Forget me?',
    look: 'card',
    body: html`<div class="panel">
<h1>Forget me?</h1>
<p class="lead">Your choice, its history and the sites you were on are erased for good. The sites of ${service.organisation} then ask you again.</p>
<p class="lead">What remains is a fingerprint of each entry, which proves that the log is complete and from which nobody can read anything.</p>
<form method="post" action="/choices/forget">${formToken(service, visitor)}
<div class="actions"><button class="danger">Forget me</button><a class="button" href="/choices">Keep it</a></div></form>
<p class="hint">To have a record of your own, <a href="/choices/receipt" download>download it</a> first.</p>
</div>`,
  })
}

/** `/choices/forgotten`: it is done. */
export const forgotten: Handler = (service) =>
  visitorPage(service, {
    title: 'You are forgotten',
    look: 'card',
    body: html`<div class="panel">
<h1>You are forgotten</h1>
<p class="lead">Nothing that can be read is kept of you here any more, and this browser has no number of ours.</p>
<p class="lead">The sites ask you again when they next look here, within a day. Cookies that a site has set already stay until you delete them in your browser.</p>
<div class="actions"><a class="button" href="/">Done</a></div>
</div>`,
  })
