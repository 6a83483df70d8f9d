/** `/dashboard/chain`: checks the whole log, from its first entry to its last. */

import { type Html, html } from '../../../http/html.ts'
import { count, counted } from '../../counted.ts'
import type { Verdict } from '../../log/verify.ts'
import { verifyStore } from '../../log/verify-store.ts'
import { type Flash, flashCookie } from '../flash.ts'
import { formToken, postedForm } from '../form.ts'
import { notice, seeOther } from '../frame.ts'
import type { DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'

/** How many entries are checked within a request. */
const MOST = 50_000

export const chain: DeskHandler = async (desk, exchange) => {
  const { service, holder } = desk
  if (exchange.method === 'POST') {
    await postedForm(service, exchange, holder)
    if ((await service.store.counts()).entries > MOST) {
      return seeOther('/dashboard/chain', flashCookie(service, holder, TOO_LONG))
    }
    const verdict = await verifyStore(service.store)
    if (!verdict.ok) service.ports.logger.error('the log is broken', { entry: verdict.seq })
    return seeOther('/dashboard/chain', flashCookie(service, holder, told(verdict)))
  }
  const { entries } = await service.store.counts()
  return deskPage(desk, exchange, {
    title: 'Chain',
    section: '/dashboard/chain',
    body: (flash) => html`<div class="head"><h1>Chain</h1>
<p class="lead">Each entry of the log holds the hash of the one before it. If an entry was changed, taken out or put in between, the chain no longer fits from there on, and the check finds the place.</p></div>
${flash?.facts && result(flash)}
<div class="panel"><dl class="facts"><dt>Entries</dt><dd>${count(entries)}</dd></dl>
${
  entries > MOST
    ? html`<p class="hint">${LONGER} On the command line it is checked:</p>`
    : html`<form method="post" action="/dashboard/chain">${formToken(service, holder)}
<div class="actions"><button class="main">Check the whole chain</button></div></form>
<p class="hint">A long log takes a while. The same on the command line:</p>`
}
<code class="command">hallpass consent verify</code></div>`,
  })
}

const LONGER = `A log of more than ${count(MOST)} entries is not checked here.`
const TOO_LONG: Flash = {
  kind: 'bad',
  text: `${LONGER} Run: hallpass consent verify`,
}

function told(verdict: Verdict): Flash {
  if (!verdict.ok) {
    return {
      kind: 'bad',
      text: 'The chain is broken.',
      facts: [
        ...(verdict.seq > 0 ? [['First fault', `entry ${count(verdict.seq)}`] as const] : []),
        ['What is wrong', verdict.what],
      ],
    }
  }
  const { entries, forgotten, head } = verdict
  return {
    kind: 'good',
    text: 'The chain is whole: every entry follows the one before it.',
    facts: [
      ['Checked', counted(entries, 'entry', 'entries')],
      ['Forgotten among them', count(forgotten)],
      ['Head', head.hash],
    ],
  }
}

function result({ kind, text, facts = [] }: Flash): Html {
  const list = facts.map(
    ([name, value]) =>
      html`<dt>${name}</dt><dd>${name === 'Head' ? html`<code>${value}</code>` : value}</dd>`,
  )
  return notice(
    kind,
    html`<strong>${text}</strong></p><dl class="facts">${list}</dl><p class="hint">${
      kind === 'good'
        ? 'Keep the head somewhere else: a later check can prove that the log still holds it, and that its end was not cut off.'
        : 'Entries before that one are whole. Compare with a backup, and with an export.'
    }`,
  )
}
