/** `/auth/sign-in`: a page with a button for each provider, before anybody leaves for one. */
import { HallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { explain } from '../../http/fault-text.ts'
import { isScript } from '../../http/navigation.ts'
import { page } from '../../http/page.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import { loginChoices } from './login.ts'
import { pathOf, queryOf, returnToOf } from './shared.ts'

/** With one of these, who is signed in is asked again all the same. */
const ASKS_AGAIN = ['prompt', 'max_age', 'acr_values'] as const

/** Characters of a name that fit into a heading. */
const MAX_NAME = 40

export async function signInRoute(core: Core, exchange: Exchange): Promise<Reply> {
  if (isScript(exchange)) {
    throw new HallpassError(
      'login_required',
      'A sign-in is for a page to go to, not for a script to fetch',
    )
  }
  const query = queryOf(exchange)
  const returnTo = returnToOf(core, exchange, query)
  const isAgain = ASKS_AGAIN.some((name) => query.has(name))
  if (core.disabled || (!isAgain && (await isSignedIn(core, exchange)))) {
    return redirect(exchange, returnTo)
  }
  query.set('returnTo', returnTo)
  const choices = loginChoices(core, query)
  const { name } = core.options.theme ?? {}
  const confirm = explain('reauthentication_required')
  // A long name stands above the page already.
  const isShort = name !== undefined && name.length <= MAX_NAME
  const title = isShort ? `Sign in to ${name}` : 'Sign in'
  const text =
    choices.length > 1
      ? 'Choose where you have an account.'
      : 'The sign-in service asks who you are.'
  return page({
    status: 200,
    title: isAgain ? confirm.title : title,
    paragraphs: isAgain ? [confirm.text] : [text],
    ...(returnTo !== core.routes.home && { comesBackTo: pathOf(returnTo) }),
    choices,
  })
}

async function isSignedIn(core: Core, exchange: Exchange): Promise<boolean> {
  const { state } = await core.backend.read(exchange)
  return state?.login !== undefined
}
