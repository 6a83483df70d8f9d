/** Asks apps now and then whether they are up. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Logger } from '../../http/ports.ts'
import type { Upstream } from './upstream.ts'

/** Seconds between two questions, and for an answer. */
const EVERY_SECONDS = 10
const ANSWER_SECONDS = 5
/** So many failures in a row, and an app counts as down. */
const FAILURES = 2

/** Asks one app. Any status below 500 says that it is up. */
export class HealthCheck {
  readonly #upstream: Upstream
  readonly #logger: Logger
  readonly #path: string
  readonly #timer: NodeJS.Timeout
  #failures = 0
  #isAsking = false

  constructor(upstream: Upstream, path: string, logger: Logger, everySeconds: number | undefined) {
    this.#upstream = upstream
    this.#path = path
    this.#logger = logger
    this.#timer = setInterval(() => void this.ask(), (everySeconds ?? EVERY_SECONDS) * 1000).unref()
    void this.ask()
  }

  /** Asks once. */
  async ask(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const isUp = await answers(this.#upstream, this.#path)
    this.#isAsking = false
    this.#failures = isUp ? 0 : this.#failures + 1
    if (isUp) this.#say(true)
    else if (this.#failures >= FAILURES) this.#say(false)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #say(up: boolean): void {
    if (this.#upstream.up === up) return
    this.#upstream.up = up
    const upstream = this.#upstream.name
    if (up) this.#logger.info('an app is up again', { upstream })
    else this.#logger.error('an app is down: it fails its health checks', { upstream })
  }
}

function answers(
  { target, servername, ownHost, basePath }: Upstream,
  path: string,
): Promise<boolean> {
  const ask = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise<boolean>((resolve) => {
    const outgoing = ask({
      ...target,
      path: basePath + path,
      agent: false,
      headers: ownHost === undefined ? {} : { host: ownHost },
      signal: AbortSignal.timeout(ANSWER_SECONDS * 1000),
      ...(servername !== undefined && { servername }),
    })
    outgoing.on('response', (answer) => {
      answer.on('error', () => {}).resume()
      resolve((answer.statusCode ?? 500) < 500)
      outgoing.destroy()
    })
    outgoing.on('error', () => resolve(false))
    outgoing.end()
  })
}
