/** Two processes of one service, whose sessions are in one store, at a provider on loopback. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach } from 'node:test'
import type { HallpassOptions } from '../../src/pass/options.ts'
import { RequestVisitor } from '../../src/pass/visitor.ts'
import type { Store } from '../../src/stores/store.ts'
import type { Worlds } from '../stores/contract/ground.ts'
import { type Clock, clockAt } from '../support/clock.ts'
import { LoopbackProvider } from '../support/loopback-provider.ts'
import { type Routes, routesOf } from '../support/routes-of.ts'

/** One process, as a visitor's browser reaches it. */
export interface Process extends Routes {
  /** Who makes a request with the browser's cookies. */
  read(): Promise<RequestVisitor>
  /** A request that changes the app's data, from beginning to end. */
  change(data: Record<string, unknown>): Promise<void>
}

export interface Ground {
  readonly provider: LoopbackProvider
  readonly clock: Clock
  readonly store: Store
  readonly one: Process
  readonly other: Process
  /** Another process, with options of its own. */
  process(options?: Partial<HallpassOptions>): Promise<Process>
  /** How often tokens were refreshed. */
  refreshes(): number
}

export const COOKIE = '__Host-hallpass'

/** Gives the browser of one process to another. */
export function carry(from: Process, to: Process): void {
  to.browser.set(COOKIE, from.browser.get(COOKIE))
}

/** Grounds on new spaces of a place; the provider rotates refresh tokens, and takes each once. */
export function grounds(world: Worlds): () => Promise<Ground> {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    provider.announce({ revocation_endpoint: `${provider.issuer}/revoke` })
    provider.answers.set('/revoke', { status: 200 })
  })
  afterEach(() => provider.close())

  return async () => {
    const clock = clockAt()
    const { store, another } = await world()
    const process = async (options: Partial<HallpassOptions> = {}): Promise<Process> => {
      const session = { store: await another(), idle: 3600, absolute: 86_400 }
      const routes = routesOf(provider, { now: clock.now, session, ...options })
      const read = async () => {
        const exchange = routes.request()
        return new RequestVisitor(routes.core, exchange, await routes.core.backend.read(exchange))
      }
      const change = async (data: Record<string, unknown>) => {
        const visitor = await read()
        Object.assign(visitor.session, data)
        routes.browser.apply(await visitor.commit())
      }
      return { ...routes, read, change }
    }
    const [one, other] = [await process(), await process()]
    const refreshes = () =>
      provider.seen.filter(({ body }) => body.get('grant_type') === 'refresh_token').length
    return { provider, clock, store, one, other, process, refreshes }
  }
}

/** Signs in by one process, with a session that the other knows, too. */
export async function signedIn(ground: Ground, claims: object = {}): Promise<void> {
  const reply = await ground.one.signIn(claims)
  assert.equal(reply.status, 302, reply.body)
  carry(ground.one, ground.other)
  rotates(ground.provider)
}

/** Lets the token endpoint take each refresh token once, and give another. */
export function rotates(provider: LoopbackProvider): void {
  let current = 1
  provider.answers.set('/token', ({ body }) => {
    if (body.get('refresh_token') !== `refresh-${current}`) {
      return { status: 400, json: { error: 'invalid_grant' } }
    }
    current += 1
    const tokens = { access_token: `access-${current}`, refresh_token: `refresh-${current}` }
    return { json: { ...tokens, token_type: 'bearer', expires_in: 600 } }
  })
}
