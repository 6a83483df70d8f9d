/** For node:http: holds an answer back until what the app changed in the session is in the store. */
import type { ServerResponse } from 'node:http'
import onHeaders from 'on-headers'
import type { HeaderList, MaybePromise } from '../http/exchange.ts'

/** How an answer is held back. */
export interface Holding {
  /** Called before the first byte. */
  readonly commit: () => MaybePromise<HeaderList>
  /** Sets what `commit` gave, when the head of the answer is made. */
  readonly apply: (headers: HeaderList) => void
  /** Answers where `commit` failed, with the response as if nothing had been said. */
  readonly fail: (error: unknown) => void
}

/**
 * Before the first byte of the answer, `commit` is called. If it has to wait, what the app sends is
 * kept back: after it, all goes out as the app said it; where it fails, nothing of the app's is sent.
 * So no answer says what was not kept. An app that streams waits as for a slow client.
 */
export function holdAnswer(response: ServerResponse, { commit, apply, fail }: Holding): void {
  let state: 'untouched' | 'held' | 'open' = 'untouched'
  let committed: HeaderList = []
  let isAwaited = false
  const calls: (() => unknown)[] = []
  // Below what is kept back here, it joins the headers that `writeHead` is given.
  onHeaders(response, () => apply(committed))
  const { writeHead, flushHeaders, write, end } = response

  const open = (): void => {
    state = 'open'
    Reflect.deleteProperty(response, 'headersSent')
  }
  const replay = (headers: HeaderList): void => {
    open()
    // The client may have gone meanwhile.
    if (response.destroyed) return
    committed = headers
    for (const call of calls) call()
    // Who waits for room is told; where there is none yet, Node does so itself.
    if (isAwaited && !response.writableNeedDrain) response.emit('drain')
  }
  const refuse = (error: unknown): void => {
    open()
    if (response.destroyed) return
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    response.statusMessage = ''
    fail(error)
  }
  const begin = (): void => {
    const headers = commit()
    if (!(headers instanceof Promise)) {
      state = 'open'
      committed = headers
      return
    }
    state = 'held'
    // It is what frameworks ask before they begin another answer.
    Object.defineProperty(response, 'headersSent', { get: () => true, configurable: true })
    headers.then(replay, refuse)
  }
  /** Goes through, or waits and gives `meanwhile`. */
  const go = (call: () => unknown, meanwhile: unknown): unknown => {
    if (state === 'untouched') begin()
    if (state === 'open') return call()
    calls.push(call)
    return meanwhile
  }
  // What wraps these later, as a compression does, goes on to find them here.
  Object.assign(response, {
    writeHead: (...args: unknown[]) => go(() => Reflect.apply(writeHead, response, args), response),
    flushHeaders: () => go(() => flushHeaders.call(response), undefined),
    end: (...args: unknown[]) => go(() => Reflect.apply(end, response, args), response),
    write(...args: unknown[]) {
      const isRoom = go(() => Reflect.apply(write, response, args), false)
      isAwaited ||= state === 'held'
      return isRoom
    },
  })
}
