/** For node:http: holds an answer back until what the app changed in the session is in the store. */
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import onHeaders from 'on-headers'
import type { HeaderList, MaybePromise, Reply } from '../http/exchange.ts'

/** How an answer is held back. */
export interface Holding {
  /** Called before the first byte. */
  readonly commit: () => MaybePromise<HeaderList>
  /** Sets what `commit` gave, when the head of the answer is made. */
  readonly apply: (headers: HeaderList) => void
  /** What is answered where `commit` failed, as if nothing had been said. */
  readonly instead: (error: unknown) => Reply
}

const BROKEN: Reply = { status: 500, headers: [['cache-control', 'no-store']] }

/**
 * Before the first byte of the answer, `commit` is called. If it has to wait, what the app sends is
 * kept back: after it, all goes out as the app said it; where it fails, nothing of the app's is sent.
 * So no answer says what was not kept. An app that streams waits as for a slow client. What of the
 * app's is wrong, and would have thrown at once, is 500: nobody is there any more to catch it.
 */
export function holdAnswer(response: ServerResponse, { commit, apply, instead }: Holding): void {
  let state: 'untouched' | 'held' | 'open' | 'refused' = 'untouched'
  let committed: HeaderList = []
  let [isAwaited, isEnded] = [false, false]
  const calls: { readonly call: () => unknown; readonly args: readonly unknown[] }[] = []
  const sources = new Set<Readable>()
  // Below what is kept back here, it joins the headers that `writeHead` is given.
  onHeaders(response, () => apply(committed))
  const { writeHead, flushHeaders, write, end } = response
  response.on('pipe', (source: Readable) => sources.add(source))

  const open = (): void => {
    state = 'open'
    Reflect.deleteProperty(response, 'headersSent')
    Reflect.deleteProperty(response, 'writableEnded')
  }
  const replay = (headers: HeaderList): void => {
    open()
    committed = headers
    try {
      for (const { call } of calls) call()
      // Who waits for room is told; where there is none yet, Node does so itself.
      if (isAwaited && !response.writableNeedDrain) response.emit('drain')
    } catch (error) {
      broken(error)
    }
  }
  const refuse = (error: unknown): void => {
    open()
    try {
      answer(instead(error), error)
    } catch (other) {
      broken(other)
    }
  }
  const broken = (error: unknown): void => {
    // The client may have gone meanwhile.
    if (response.destroyed) return
    console.error('[hallpass] an answer failed', error)
    if (response.headersSent) response.destroy()
    else answer(BROKEN, error)
  }
  /** Not through what wraps the response: it has begun with the app's answer, and would go on. */
  const answer = ({ status, headers, body }: Reply, error: unknown): void => {
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    response.statusCode = status
    response.statusMessage = ''
    apply(headers)
    Reflect.apply(writeHead, response, [status])
    Reflect.apply(end, response, body === undefined ? [] : [body])
    state = 'refused'
    for (const { args } of calls) drop(args, error)
    // Nobody takes what they have. The request itself is the connection that we answer on.
    for (const source of sources) if (source !== response.req) source.destroy?.()
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
    Object.defineProperty(response, 'writableEnded', { get: () => isEnded, configurable: true })
    headers.then(replay, refuse)
  }
  /** Goes through, or waits and gives `meanwhile`. After the end, and for a second head, nothing does. */
  const go = <T>(method: (...args: never[]) => T, args: unknown[], meanwhile: T): T => {
    if (state === 'untouched') begin()
    const call = () => Reflect.apply(method, response, args)
    if (state === 'open') return call()
    const isLate = isEnded || (method === writeHead && calls.length > 0)
    if (state === 'held' && !isLate) calls.push({ call, args })
    else drop(args, new Error('The answer has ended'))
    return meanwhile
  }
  // What wraps these later, as a compression does, goes on to find them here.
  Object.assign(response, {
    writeHead: (...args: unknown[]) => go(writeHead, args, response),
    flushHeaders: (...args: unknown[]) => go(flushHeaders, args, undefined),
    end(...args: unknown[]) {
      go(end, args, response)
      isEnded = true
      return response
    },
    write(...args: unknown[]) {
      const isRoom = go(write, args, false)
      isAwaited ||= state === 'held'
      return isRoom
    },
  })
}

/** Who waits for a piece that is not sent must be told. */
function drop(args: readonly unknown[], error: unknown): void {
  const done = args.at(-1)
  if (typeof done === 'function') process.nextTick(done, error)
}
