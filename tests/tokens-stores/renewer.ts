/**
 * A process that renews what its parent sends. `node renewer.ts <address of the store>`; the messages
 * are `Order` and `Answer`.
 */
import { createRefreshTokens } from '../../src/tokens/refresh/create.ts'
import { openStore } from './open.ts'

/** Renews one token many times at once, or one after the other without an end. */
export interface Order {
  readonly token: string
  readonly times: number | 'always'
}

/** `ready`, or the tokens that came of it. */
export type Answer = 'ready' | readonly string[]

const { store } = await openStore(process.argv[2] ?? '')
const refreshTokens = createRefreshTokens({ store })
await store.ready()
const send = (answer: Answer) => process.send?.(answer)

async function obey({ token, times }: Order): Promise<void> {
  if (times !== 'always') {
    const renewing = Array.from({ length: times }, () => refreshTokens.renew(token))
    send((await Promise.all(renewing)).map((one) => one.token))
    return
  }
  for (let latest = token; ; send([latest])) latest = (await refreshTokens.renew(latest)).token
}

process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit())
send('ready')
