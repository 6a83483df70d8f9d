/** Whether the service answers: asked in the background, so that no page waits to find out. */
import type { HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import type { Status } from './answers.ts'
import { after } from './background.ts'
import { CALL_LIMIT } from './client.ts'
import { within } from './limited.ts'
import { readStanding, type Standing, writeStanding } from './standing.ts'

/** Seconds between two questions. */
const INTERVAL = 15
/** Seconds after the first that failed: a process that just started may have been too busy. */
const FIRST_RETRY = 1
/** Seconds for which an answer counts. */
const LIFE = 60
/** Milliseconds that the cache may take before the process's own knowledge counts. */
const CACHE_LIMIT = 20

/** Where a fleet shares what it knows of the service. */
export interface ConsentCache {
  /** What was set under a key and is still kept; `null` or undefined for nothing. */
  get(key: string): MaybePromise<string | null | undefined>
  /** Keeps a text for so many seconds. What it returns is not looked at. */
  set(key: string, value: string, seconds: number): unknown
}

/** What the health stands on. */
export interface HealthOptions {
  readonly ask: (limit: number) => Promise<Status>
  readonly cache: ConsentCache | undefined
  /** The name under which the cache keeps it. */
  readonly key: string
  /** Whether it is asked in the background; else when a request needs to know. */
  readonly background: boolean
  /** Whether it is known from the start that it is ours, whatever it or the cache says. */
  readonly ours: boolean
  readonly now: () => number
  readonly logger: Logger
}

/** What is known of the service. */
export class Health {
  readonly #options: HealthOptions
  #last: Standing | undefined
  #asking: Promise<boolean> | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #ours: boolean
  #cacheBrokeAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined
  #retry = FIRST_RETRY

  constructor(options: HealthOptions) {
    this.#options = options
    this.#ours = options.ours
  }

  /** Begins to ask in the background, where the runtime can. */
  start(): void {
    if (this.#options.background) this.#schedule(0)
  }

  /** Asks no more in the background; once is enough. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #schedule(seconds: number): void {
    this.#cancel = after(this, (health) => void health.#round(), seconds)
  }

  /** One question after the other: soon after one that failed, then less and less often. */
  async #round(): Promise<void> {
    const up = await this.check()
    const pause = up ? INTERVAL : this.#retry
    this.#retry = up ? FIRST_RETRY : Math.min(pause * 2, INTERVAL)
    if (this.#cancel !== undefined) this.#schedule(pause)
  }

  /**
   * What is known, asking nobody but the cache, and that for 20 ms at most: an answer of the last
   * minute, this process's or that of another of the fleet, whichever is newer. At once where there
   * is no cache.
   */
  known(): MaybePromise<Standing | undefined> {
    const now = this.#options.now()
    const { cache } = this.#options
    if (cache === undefined || now - this.#cacheBrokeAt < INTERVAL)
      return this.#newest(undefined, now)
    return this.#cached(cache, now).then((shared) => this.#newest(shared, now))
  }

  #newest(shared: Standing | undefined, now: number): Standing | undefined {
    const newest =
      shared !== undefined && shared.at > (this.#last?.at ?? Number.NEGATIVE_INFINITY)
        ? shared
        : this.#last
    if (newest === undefined || now - newest.at > LIFE) return undefined
    if (this.#cancel === undefined && now - newest.at >= INTERVAL) this.#askAhead(now)
    this.#ours ||= newest.ours
    return newest.ours === this.#ours ? newest : { ...newest, ours: this.#ours }
  }

  /**
   * What is known, or what the service answers within so many milliseconds; one that does not is
   * down, until it is asked again.
   */
  standing(limit: number): MaybePromise<Standing> {
    const known = this.known()
    if (known instanceof Promise) return known.then((found) => found ?? this.#found(limit))
    return known ?? this.#found(limit)
  }

  async #found(limit: number): Promise<Standing> {
    try {
      await within(limit, () => this.#shared())
    } catch {
      return this.#learn(false, 'it took too long')
    }
    return this.#last ?? this.#learn(false, 'it was not asked')
  }

  /** A call found it down: it is until it is asked again, so that no other request waits for it. */
  failed(error: HallpassError): void {
    this.#learn(false, error.message)
  }

  /**
   * An answer named the version of the policy in force. A newer one than the status said counts at
   * once: the next page would say that it showed the old one.
   */
  saw(policy: number | undefined): void {
    const last = this.#last
    if (last === undefined || policy === undefined || policy <= (last.policy ?? 0)) return
    this.#last = { ...last, policy }
    this.#share(this.#last)
  }

  /** Asks the service whether it is up; never rejects. */
  async check(): Promise<boolean> {
    this.#askedAt = this.#options.now()
    try {
      return this.#learn(await this.#options.ask(CALL_LIMIT)).up
    } catch (error) {
      return this.#learn(false, error instanceof Error ? error.message : String(error)).up
    }
  }

  /**
   * Requests that need to know at the same time ask once; but in a Worker none may wait for what
   * another one started.
   */
  #shared(): Promise<boolean> {
    if (this.#cancel === undefined) return this.check()
    this.#asking ??= this.check().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  #askAhead(now: number): void {
    if (now - this.#askedAt < CALL_LIMIT / 1000) return
    void this.check()
  }

  /**
   * A service that was once seen to bind callbacks is taken for one that does: an answer that
   * leaves it out must not open the door.
   */
  #learn(status: Status | false, why?: string): Standing {
    const before = this.#last
    const up = status !== false
    this.#ours ||= up && status.ours
    const policy = up ? status.policy : before?.policy
    const standing = { up, ours: this.#ours, policy, at: this.#options.now() }
    this.#last = standing
    const { logger } = this.#options
    if (!up && before?.up !== false) logger.warn('the consent service does not answer', { why })
    if (up && before?.up === false) logger.info('the consent service answers again')
    this.#share(standing)
    return standing
  }

  #share(standing: Standing): void {
    const { cache, key } = this.#options
    try {
      Promise.resolve(cache?.set(key, writeStanding(standing), LIFE)).catch(() => {})
    } catch {
      // The process's own knowledge is there; other processes have theirs.
    }
  }

  async #cached(cache: ConsentCache, now: number): Promise<Standing | undefined> {
    const { key, logger } = this.#options
    try {
      const found = cache.get(key)
      const text = found instanceof Promise ? await within(CACHE_LIMIT, () => found) : found
      return readStanding(text, now)
    } catch {
      this.#cacheBrokeAt = now
      logger.warn('consent.cache does not answer: what this process knows itself counts')
      return undefined
    }
  }
}
