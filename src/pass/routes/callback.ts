/** `/auth/callback`: checks the provider's answer and begins the session. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { answerState, exchangeCode } from '../../login/callback.ts'
import type { ProviderClient } from '../../login/client.ts'
import { verifyLogin } from '../../login/tokens.ts'
import { TRANSACTION_LIFETIME, type Transaction } from '../../login/transaction.ts'
import type { LoginProvider } from '../../login/types.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import { beginSession } from './begin-session.ts'
import { refuse } from './refuse.ts'
import { callbackPaths, parametersOf, pathOf } from './shared.ts'

export async function callbackRoute(core: Core, exchange: Exchange): Promise<Reply> {
  let clear: HeaderList = []
  let returnTo: string | undefined
  try {
    const parameters = await parametersOf(exchange)
    const state = answerState(parameters)
    clear = core.transactions.end(exchange, state)
    const transaction = core.transactions.find(exchange, state)
    returnTo = transaction.returnTo
    const { provider, client } = participants(core, exchange, transaction)
    const until = transaction.startedAt + TRANSACTION_LIFETIME
    if (!(await core.revocations.firstFinish(state, until))) {
      throw new HallpassError('state_unknown', 'The login was finished already')
    }
    const response = await exchangeCode(client, parameters, transaction)
    const verified = await verifyLogin(provider, client, response, transaction.nonce)
    return await beginSession(core, exchange, { verified, transaction, headers: clear })
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return await refused(core, exchange, error, clear, returnTo)
  }
}

/** The provider and client that the transaction was begun with, and no other. */
function participants(
  core: Core,
  exchange: Exchange,
  transaction: Transaction,
): { provider: LoginProvider; client: ProviderClient } {
  const provider = core.providers.get(transaction.provider)
  if (provider !== undefined && callbackPaths(core, provider).includes(pathOf(exchange.url))) {
    const client = core.clientOf(provider, exchange)
    const { issuer, clientId } = client.settings
    if (issuer === transaction.issuer && clientId === transaction.clientId) {
      return { provider, client }
    }
  }
  throw new HallpassError('state_unknown', 'The login was started with another provider')
}

async function refused(
  core: Core,
  exchange: Exchange,
  error: HallpassError,
  clear: HeaderList,
  returnTo: string | undefined,
): Promise<Reply> {
  if (error.code === 'access_denied') {
    // Back to the page that was asked for would only lead to the login again.
    return redirect(exchange, `${core.routes.home}?login_error=access_denied`, clear)
  }
  // Whoever was told why may try again at once.
  const anew = error.code === 'redirect_loop' ? core.loops.clear(exchange) : []
  return await refuse(core, exchange, error, {
    headers: [...clear, ...anew],
    ...(returnTo !== undefined && { returnTo }),
  })
}
