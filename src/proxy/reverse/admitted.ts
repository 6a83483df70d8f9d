/** A request that may go on to an app. */
import type { HeaderList, MaybePromise, Reply } from '../../http/exchange.ts'
import type { Visitor } from '../../pass/types.ts'
import type { ProxyExchange } from '../exchange.ts'
import type { Trail } from '../observer.ts'

/** What the guard decided about it. */
export interface Admitted {
  readonly exchange: ProxyExchange
  /** Who the app is told of; undefined: nobody. */
  readonly visitor: Visitor | undefined
  /** Set on the answer where the app says nothing itself. */
  readonly headers: HeaderList
  /** Set on the answer in any case; asked once, when it begins. */
  commit(): HeaderList
  /** The client waits for 100 (Continue) before it sends the body. */
  readonly expectsContinue: boolean
  readonly trail: Trail
  /** Gives a page of the proxy's own the theme. */
  dress(reply: Reply): Reply
  /** Asked now and then about a WebSocket: false ends it. */
  isStillIn(): MaybePromise<boolean>
}
