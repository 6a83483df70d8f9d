/** A site for tests, asked by a browser that keeps cookies; and a service that does as it is told. */
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsentOptions } from '../../src/consent/site/options.ts'
import { createHallpass, type Hallpass, type HallpassOptions } from '../../src/index.ts'
import { exchangeOf, type Parts } from '../exchange-of.ts'
import { type Clock, clockAt, LoggedLines } from '../support/clock.ts'
import { SentBack } from '../support/cookies-of.ts'

export const SHOP = 'https://shop.example'
export const API_KEY = 'hpk_the-key-of-the-shop'

/** A script of the site's own page. */
const SCRIPT = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }
/** The browser on its way back from the service. */
export const COMING_BACK: Readonly<Record<string, string>> = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'cross-site',
}

/** An answer of the site. */
export interface SiteAnswer {
  readonly status: number
  readonly body: string
  /** Milliseconds it took. */
  readonly ms: number
  /** The lines of `Set-Cookie`. */
  readonly cookies: readonly string[]
  header(name: string): string | undefined
  json(): Record<string, unknown>
}

export class TestSite {
  readonly pass: Hallpass
  readonly log: LoggedLines
  readonly clock: Clock
  browser: SentBack = new SentBack()
  readonly #origin: string

  constructor(pass: Hallpass, log: LoggedLines, clock: Clock, origin: string) {
    this.pass = pass
    this.log = log
    this.clock = clock
    this.#origin = origin
  }

  /** Sends the browser's request; the site keeps nobody waiting for a page. */
  async ask(url: string, parts: Parts = {}): Promise<SiteAnswer> {
    const { host } = new URL(this.#origin)
    const cookie = this.browser.header
    const headers = { host, ...SCRIPT, ...(cookie !== '' && { cookie }), ...parts.headers }
    const started = performance.now()
    const decision = await this.pass.handle(exchangeOf({ ...parts, url, headers }))
    const ms = performance.now() - started
    assert.ok(decision.kind === 'reply', `${url} is answered by the app`)
    this.browser.apply(decision.headers)
    const { status, body = '' } = decision
    return {
      status,
      body,
      ms,
      cookies: decision.headers.filter(([name]) => name === 'set-cookie').map(([, line]) => line),
      header: (name) => decision.headers.find(([one]) => one === name)?.[1],
      json: () => JSON.parse(body),
    }
  }

  init(headers: Readonly<Record<string, string>> = {}): Promise<SiteAnswer> {
    return this.ask('/_cookies/init', { headers })
  }

  /** A choice, as the banner posts it. */
  choose(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<SiteAnswer> {
    return this.ask('/_cookies/set-preferences', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  callback(query: string): Promise<SiteAnswer> {
    return this.ask(`/_cookies/callback?${query}`, { headers: COMING_BACK })
  }

  /** What a browser script writes itself. */
  write(cookies: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(cookies)) this.browser.set(name, value)
  }
}

/** A site that uses this service, until the test ends. */
export function siteOf(
  t: TestContext,
  service: string,
  consent: Partial<ConsentOptions> = {},
  options: Partial<HallpassOptions> = {},
): TestSite {
  const clock = clockAt()
  const log = new LoggedLines()
  const pass = createHallpass({
    baseUrl: SHOP,
    secrets: ['a secret of at least sixteen bytes'],
    now: clock.now,
    logger: log,
    consent: { service, apiKey: API_KEY, ...consent },
    ...options,
  })
  t.after(() => pass.close())
  return new TestSite(pass, log, clock, [options.baseUrl ?? SHOP].flat()[0] ?? SHOP)
}

/** The middle of some durations: one of them may have met a busy machine. */
export function median(taken: readonly number[]): number {
  return taken.toSorted((a, b) => a - b)[taken.length >> 1] ?? 0
}

/** A request that the service got. */
export interface Got {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

/** How it answers; `undefined` never does. */
export type Behaviour =
  | undefined
  | {
      readonly status?: number
      readonly json?: unknown
      readonly text?: string
      readonly headers?: Readonly<Record<string, string>>
      /** Milliseconds that it takes. */
      readonly after?: number
    }

/** A central service of any make. Paths without a behaviour answer 404. */
export class AnyService {
  readonly got: Got[] = []
  readonly #answers = new Map<string, Behaviour>()
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy())
  })

  /** @param path - Or its beginning, with `*` at the end. */
  on(path: string, behaviour: Behaviour): this {
    this.#answers.set(path, behaviour)
    return this
  }

  /** The calls of a path. */
  calls(path: string): readonly Got[] {
    return this.got.filter((one) => one.path === path)
  }

  async listen(t: TestContext): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
    t.after(() => this.stop())
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  }

  stop(): Promise<void> {
    return new Promise((closed) => {
      this.#server.close(() => closed())
      this.#server.closeAllConnections()
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { authorization } = request.headers
    this.got.push({ method: request.method ?? '', path, authorization, body })
    const keys = [`${request.method} ${path}`, path, ...this.#prefixes(path)]
    const key = keys.find((one) => this.#answers.has(one))
    const behaviour = key === undefined ? { status: 404 } : this.#answers.get(key)
    if (behaviour === undefined) return
    const { status = 200, json, text = JSON.stringify(json ?? {}), headers = {} } = behaviour
    if (behaviour.after !== undefined) await sleep(behaviour.after)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
  }

  #prefixes(path: string): string[] {
    return [...this.#answers.keys()].filter(
      (key) => key.endsWith('*') && path.startsWith(key.slice(0, -1)),
    )
  }
}

export const VISITOR = '957dbb51-e923-4326-9930-71d91c20f99c'
export const PREFERENCES: string = `/api/v1/users/${VISITOR}/preferences`

/** The status of a service that passes no state through, as Flask sends a text. */
export const LEGACY_STATUS: Behaviour = {
  text: 'OK',
  headers: { 'content-type': 'text/html; charset=utf-8' },
}

/** A service of the original make: it passes no state through. */
export function legacyService(): AnyService {
  return new AnyService()
    .on('/_status/check', LEGACY_STATUS)
    .on('/api/v1/token', { json: { user_uuid: VISITOR } })
}

/** One of ours, as far as a site can tell. */
export function ourService(): AnyService {
  return legacyService().on('/_status/check', { json: { status: 'ok', state: true, policy: 3 } })
}

/** Lets a browser become the visitor of the service. */
export async function becomeKnown(site: TestSite): Promise<void> {
  const { redirect_url: url } = (await site.init()).json()
  const state = new URL(String(url)).searchParams.get('state')
  const answer = await site.callback(
    `code=c0de&${state === null ? '' : `state=${state}&`}return_uri=%2F`,
  )
  assert.ok(answer.cookies.some((line) => line.startsWith('_cookies_auth_token=Ij')))
}
