/** A central service for tests: over HTTP, on a SQLite file, with a clock and a log to read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { newApiKey } from '../../src/consent-service/api-key.ts'
import { type ConsentService, createConsentService } from '../../src/consent-service/create.ts'
import type { ConsentServiceOptions } from '../../src/consent-service/options.ts'
import { type Serving, serve } from '../../src/consent-service/server/serve.ts'
import type { ConsentStore, Site } from '../../src/consent-service/store/port.ts'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { jsonLogger } from '../../src/serve/json-logger.ts'
import { type Clock, clockAt } from '../support/clock.ts'

export const SHOP = 'https://shop.example'
export const BLOG = 'https://blog.example'

/** A site with its key. */
export interface Keyed {
  readonly site: Site
  readonly key: string
}

export class ServiceWorld {
  readonly store: ConsentStore
  readonly clock: Clock
  /** Every line of the log. */
  readonly log: string[] = []
  #service: ConsentService | undefined
  #serving: Serving | undefined

  constructor(store: ConsentStore, clock: Clock) {
    this.store = store
    this.clock = clock
  }

  async start(options: Partial<ConsentServiceOptions> = {}): Promise<void> {
    const logger = jsonLogger((line) => this.log.push(line))
    const service = await createConsentService({
      store: this.store,
      baseUrl: 'https://consent.example',
      now: this.clock.now,
      logger,
      ...options,
    })
    this.#service = service
    this.#serving = await serve(service, {
      port: 0,
      host: '127.0.0.1',
      metrics: { port: 0 },
    })
  }

  /** Where its metrics are. */
  get metricsUrl(): string {
    return this.#serving?.metricsUrl ?? ''
  }

  get url(): string {
    return this.#serving?.url ?? ''
  }

  async close(): Promise<void> {
    await this.#serving?.close()
  }

  get service(): ConsentService {
    if (this.#service === undefined) throw new Error('not started')
    return this.#service
  }

  async addSite(origin: string): Promise<Keyed> {
    const { key, hash } = newApiKey()
    const createdAt = this.clock.time * 1000
    const site = await this.store.addSite(
      { origin, callback: '/_cookies/callback', createdAt },
      hash,
    )
    return { site, key }
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', ...init })
  }

  /** A browser that comes by with these cookies. */
  session(
    returnUri: string,
    cookie?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const sent = cookie === undefined ? headers : { ...headers, cookie }
    return this.request(`/api/v1/cookies/session?return_uri=${returnUri}`, { headers: sent })
  }

  /** A request of a site's server. */
  api(key: string | undefined, path: string, body?: unknown): Promise<Response> {
    const authorization: Record<string, string> =
      key === undefined ? {} : { authorization: `Bearer ${key}` }
    if (body === undefined) return this.request(path, { headers: authorization })
    return this.request(path, {
      method: 'POST',
      headers: { ...authorization, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  preferences(key: string | undefined, visitor: string, body?: unknown): Promise<Response> {
    return this.api(key, `/api/v1/users/${visitor}/preferences`, body)
  }

  /** A visitor who came by from a site, whose site exchanged the code. */
  async visit({ site, key }: Keyed, cookie?: string): Promise<{ visitor: string; cookie: string }> {
    const answer = await this.session(`${site.origin}/`, cookie)
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code')
    const token = await this.api(key, '/api/v1/token', { code })
    const { user_uuid: visitor } = (await token.json()) as { user_uuid: string }
    return { visitor, cookie: cookieOf(answer) }
  }
}

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}

/** The code in the address that a browser is sent to. */
export function codeOf(answer: Response): string {
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

/** A service that runs until the test ends. */
export async function serviceWorld(
  t: TestContext,
  options: Partial<ConsentServiceOptions> = {},
): Promise<ServiceWorld> {
  return await worldOn(t, await openSqlite(join(temporaryFolder(t), 'consent.db')), options)
}

/** The same on a store that is open, and is closed with it. */
export async function worldOn(
  t: TestContext,
  store: ConsentStore,
  options: Partial<ConsentServiceOptions> = {},
): Promise<ServiceWorld> {
  const world = new ServiceWorld(store, clockAt())
  await world.start(options)
  t.after(() => world.close())
  return world
}

/** A folder that is removed when the test has ended. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-service-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
