/** Asks Redis: commands and scripts, each limited in time by our clock and by the server's. */
import { HallpassError } from '../../errors.ts'
import { bareCause } from '../cause.ts'
import { unavailable } from '../unavailable.ts'
import type { Command, Send } from './client.ts'
import { reasonOf, replyCode } from './reason.ts'
import type { Script } from './scripts.ts'

/** A connection of the app's, for the keys of one store. Its methods reject with `store_unavailable`. */
export class Connection {
  readonly #send: Send
  /** What all keys begin with. */
  readonly #root: string
  readonly #timeoutMs: number
  /** What the server's clock is ahead of `performance.now()`, in milliseconds; a little less. */
  #ahead: number | undefined

  constructor(send: Send, root: string, timeoutMs: number) {
    this.#send = send
    this.#root = root
    this.#timeoutMs = timeoutMs
  }

  /** One command. */
  ask(command: Command): Promise<unknown> {
    return this.#ask(command, performance.now() + this.#timeoutMs)
  }

  /** Runs a script; what it answers after the time. */
  async run(script: Script, args: readonly (string | Buffer)[]): Promise<readonly unknown[]> {
    const end = performance.now() + this.#timeoutMs
    // Sooner than we stop waiting, so that nothing is done when its caller was just refused.
    const doneBy = end - this.#timeoutMs / 10
    // Before the first answer nothing is known: then that is too late, and tells the time.
    let ahead = this.#ahead ?? -doneBy
    for (;;) {
      const deadline = String(Math.floor(doneBy + ahead))
      const [time, ...answer] = await this.#run(script, [deadline, ...args], end)
      ahead = this.#seen(Math.abs(Number(time)))
      if (Number(time) > 0) return answer
      // Nothing is done yet. Our idea of the server's clock was wrong, or we are late indeed.
      if (performance.now() > doneBy) throw unavailable('does not answer in time')
    }
  }

  async #run(script: Script, args: readonly (string | Buffer)[], end: number) {
    const rest = ['1', this.#root, ...args] as const
    const answer = await this.#ask(['EVALSHA', script.sha1, ...rest], end).catch(
      (error: unknown) => {
        const isUnknown =
          error instanceof HallpassError &&
          error.cause instanceof Error &&
          error.cause.message === 'NOSCRIPT'
        if (!isUnknown) throw error
        return this.#ask(['EVAL', script.text, ...rest], end)
      },
    )
    if (!Array.isArray(answer)) throw unavailable('cannot do this')
    return answer as readonly unknown[]
  }

  #seen(time: number): number {
    const ahead = time - performance.now()
    this.#ahead = ahead
    return ahead
  }

  async #ask(command: Command, end: number): Promise<unknown> {
    const left = end - performance.now()
    if (left <= 0) throw unavailable('does not answer in time')
    const late = new AbortController()
    const { promise: timeout, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(unavailable('does not answer in time'))
      late.abort()
    }, left)
    try {
      const answer = this.#send(command, this.#root, late.signal)
      return await Promise.race([answer, timeout])
    } catch (error) {
      if (error instanceof HallpassError) throw error
      throw unavailable(reasonOf(error), bareCause(replyCode(error)))
    } finally {
      clearTimeout(timer)
    }
  }
}
