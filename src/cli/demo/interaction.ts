/** Signing in at the provider: the page, and what comes back from it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { Account } from './accounts.ts'
import { signInPage } from './id-pages.ts'

/** No form of the sign-in page is larger (bytes). */
const FORM_LIMIT = 8192

/** What an answer of the sign-in page is made with. */
export interface SignInContext {
  readonly provider: Provider
  readonly accounts: readonly Account[]
  show(status: number, page: string): void
}

/**
 * Answers `/interaction/<uid>`: GET shows the page, POST signs in, POST `…/cancel` gives up.
 * The cookie of the interaction, not the address, says which one it is.
 */
export async function answerInteraction(
  context: SignInContext,
  request: IncomingMessage,
  response: ServerResponse,
  cancelled: boolean,
): Promise<void> {
  const { provider, accounts } = context
  const details = await provider.interactionDetails(request, response)
  const finish = (result: Parameters<Provider['interactionFinished']>[2]) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  const form = request.method === 'POST' ? await readForm(request) : undefined
  if (form && cancelled) {
    return finish({ error: 'access_denied', error_description: 'The sign-in was cancelled' })
  }
  const chosen = form && choose(accounts, form)
  if (chosen) {
    const login = { accountId: chosen.id, amr: [form.has('account') ? 'user' : 'pwd'] }
    return finish({ login, select_account: {}, consent: {} })
  }
  const client = await provider.Client.find(String(details.params.client_id))
  const hint = details.params.login_hint
  const page = signInPage({
    action: `/interaction/${details.uid}`,
    app: client?.clientName ?? client?.clientId ?? 'the app',
    accounts,
    current: accounts.find(({ id }) => id === details.session?.accountId),
    choose: details.prompt.name === 'select_account',
    username: form?.get('username') ?? (typeof hint === 'string' ? hint : ''),
    wrong: form !== undefined,
  })
  context.show(form ? 400 : 200, page)
}

/** The account that was clicked, or that the user name and password are those of. */
function choose(accounts: readonly Account[], form: URLSearchParams): Account | undefined {
  const clicked = form.get('account')
  if (clicked !== null) return accounts.find(({ id }) => id === clicked)
  const username = form.get('username')?.trim().toLowerCase()
  const found = accounts.find(({ id, email }) => id === username || email === username)
  return found?.password === form.get('password') ? found : undefined
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) {
    text += chunk
    if (text.length > FORM_LIMIT) break
  }
  return new URLSearchParams(text.slice(0, FORM_LIMIT))
}
