/** `/dashboard/sign-in` and `/dashboard/sign-out`, for a dashboard with a key. */
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { single } from '../../../http/form.ts'
import { html } from '../../../http/html.ts'
import type { Handler, Service } from '../../service.ts'
import { formToken, postedForm } from '../form.ts'
import { notice, pageReply, seeOther } from '../frame.ts'
import { accessOf, type Desk } from './desk.ts'
import { endSession, isKey, readSession, writeSession } from './session.ts'

/** Nobody is known before the sign-in: its form is bound to the page alone. */
const NOBODY = 'sign-in'
/** The dashboard's own pages; a path that starts so cannot lead to another host. */
const OWN = /^\/dashboard(?:[/?][\w\-./?=&%+:]*)?$/

export const signIn: Handler = async (service, exchange) => {
  const access = accessOf(service)
  // hallpass's own login has pages of its own.
  if (access.kind === 'pass') return seeOther('/dashboard')
  if (exchange.method !== 'POST') {
    const to = ownPath(new URLSearchParams(exchange.url.split('?')[1]).get('to'))
    const signedIn = readSession(service, exchange, access.key) !== undefined
    return signedIn ? seeOther(to) : form(service, to, 200)
  }
  const posted = await postedForm(service, exchange, NOBODY)
  const to = ownPath(single(posted, 'to'))
  if (!isKey(single(posted, 'key') ?? '', access.key)) {
    service.ports.logger.warn('a wrong key at the sign-in of the dashboard')
    return form(service, to, 403)
  }
  return seeOther(to, writeSession(service, access.key))
}

export async function signOut({ service, holder }: Desk, exchange: Exchange): Promise<Reply> {
  if (exchange.method !== 'POST') return seeOther('/dashboard')
  const access = accessOf(service)
  // hallpass's own login has a sign-out of its own.
  if (access.kind === 'pass') return seeOther('/dashboard')
  await postedForm(service, exchange, holder)
  return seeOther('/dashboard/sign-in', endSession(service, exchange, access.key))
}

function ownPath(to: string | null | undefined): string {
  return to && OWN.test(to) && !to.startsWith('/dashboard/sign-') ? to : '/dashboard'
}

function form(service: Service, to: string, status: 200 | 403): Reply {
  const wrong = status === 403
  return pageReply({
    status,
    title: 'Sign in',
    organisation: service.organisation,
    home: '/',
    look: 'card',
    body: html`<div class="panel">
<h1>Consent dashboard</h1>
<p class="lead">Sign in with the key of the dashboard. It was given to the service when it was started.</p>
<form method="post" action="/dashboard/sign-in" class="alone">${formToken(service, NOBODY)}<input type="hidden" name="to" value="${to}">
${wrong && notice('bad', 'This is not the key. After several wrong ones, further tries have to wait.')}
<div class="field"><label for="key">Key</label><input id="key" name="key" type="password" autocomplete="current-password" required${wrong && html` aria-invalid="true"`}></div>
<div class="actions"><button class="main">Sign in</button></div></form>
<p class="hint">You are signed in for eight hours.</p>
</div>`,
  })
}
