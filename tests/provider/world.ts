/** A shop with hallpass in front of it, at a provider that a test may turn hostile. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { inspect } from 'node:util'
import { type FetchHandler, mount, requireLogin } from '../../src/fetch.ts'
import { createHallpass, type HallpassOptions } from '../../src/index.ts'
import { type OidcOptions, oidc } from '../../src/login.ts'
import type { RegisteredClient } from '../support/hostile-clients.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { type App, type Seen, SHOP, Visitor } from './visitor.ts'

export const CLIENT: RegisteredClient & { secret: string } = {
  id: 'shop',
  secret: 'client:secret+that/only=tests know',
  redirectUris: [`${SHOP}/auth/callback`],
}
export const SECRETS: readonly string[] = ['the newest secret of the provider tests']

/** What only signed-in visitors may read. */
export const PROTECTED = 'the protected words'

/** One line that hallpass logged. */
export interface Line {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface WorldOptions {
  readonly oidc?: Partial<OidcOptions>
  readonly client?: Partial<RegisteredClient>
  readonly pass?: Partial<HallpassOptions>
  /** More pages, before those that every shop has. */
  readonly pages?: Readonly<Record<string, FetchHandler<[]>>>
  /** Answers what no page does. */
  readonly others?: FetchHandler<[]>
  /** Answers may hold tokens: only for tests whose pages show them on purpose. */
  readonly tokensInBodies?: boolean
}

export class World {
  readonly provider: HostileProvider
  readonly lines: Line[] = []
  /** Seconds since the epoch, for both sides. */
  now: number = Math.floor(Date.now() / 1000)
  readonly app: App
  readonly #options: WorldOptions
  readonly #visitors: Visitor[] = []

  constructor(provider: HostileProvider, options: WorldOptions) {
    this.provider = provider
    this.#options = options
    provider.now = () => this.now
    provider.clients = [{ ...CLIENT, ...options.client }]
    this.app = this.#shop(options)
  }

  /** The same shop in a new process: nothing is remembered but what the cookies hold. */
  restart(): World {
    const world = new World(this.provider, this.#options)
    world.now = this.now
    this.provider.now = () => this.now
    return world
  }

  /** The same shop with other options. */
  withPass(pass: Partial<HallpassOptions>): World {
    return new World(this.provider, { ...this.#options, pass })
  }

  /** A browser that was never here. */
  visitor(): Visitor {
    const visitor = new Visitor(this.app)
    this.#visitors.push(visitor)
    return visitor
  }

  /** A browser that is signed in. */
  async signedIn(returnTo = '/me'): Promise<Visitor> {
    const visitor = this.visitor()
    const page = await visitor.visit(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`)
    assert.equal(page.status, 200, `the login came to ${page.url}\n${this.log}`)
    return visitor
  }

  /** Everything that was logged, as text. */
  get log(): string {
    return this.lines.map((line) => inspect(line, { depth: 9, breakLength: 200 })).join('\n')
  }

  /** No test may leave a secret in a log or on a page, or let a cache keep a cookie. */
  checkInvariants(tokensInBodies: boolean): void {
    const { log } = this
    const answers = this.#visitors.flatMap(({ seen }) => seen)
    const sealed = answers.flatMap(({ cookies }) =>
      cookies.map((line) => /=([^;]*)/.exec(line)?.[1] ?? ''),
    )
    const secrets = [...this.provider.secrets, ...sealed, ...SECRETS, CLIENT.secret]
    for (const secret of secrets.filter(({ length }) => length > 8)) {
      assert.ok(!log.includes(secret), `a secret is in the log: ${secret}`)
      const shows = answers.find(({ body }) => tellable(body).includes(secret))
      assert.ok(tokensInBodies || !shows, `a secret is on the page ${shows?.url}: ${secret}`)
    }
    for (const { url, cookies, headers } of answers) {
      const caching = headers.get('cache-control') ?? ''
      if (cookies.length > 0) assert.match(caching, /no-store/, `${url} sets a cookie for caches`)
      // The pages of the shop are plain text: HTML is hallpass's own.
      if (!headers.get('content-type')?.startsWith('text/html')) continue
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, url)
      assert.match(caching, /no-store/, url)
    }
  }

  #shop({ oidc: login, pass, pages = {}, others }: WorldOptions): App {
    const record =
      (level: Line['level']) =>
      (message: string, fields = {}) => {
        this.lines.push({ level, message, fields })
      }
    const hallpass = createHallpass({
      baseUrl: SHOP,
      secrets: SECRETS,
      login: oidc({
        issuer: this.provider.issuer,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        ...login,
      }),
      now: () => this.now,
      logger: { info: record('info'), warn: record('warn'), error: record('error') },
      ...pass,
    })
    const own: Readonly<Record<string, FetchHandler<[]>>> = { ...PAGES, ...pages }
    return mount(hallpass, (request, visitor) => {
      const path = new URL(request.url).pathname
      const handler = Object.hasOwn(own, path) ? own[path] : undefined
      const answers = handler ?? others
      return answers === undefined ? new Response(`at ${path}`) : answers(request, visitor)
    })
  }
}

/** A script that signs out is told the provider's logout page, whose address has the ID token. */
function tellable(body: string): string {
  return body.replace(/id_token_hint=[^&"]+/, '')
}

const PAGES: Readonly<Record<string, FetchHandler<[]>>> = {
  '/': (_request, { user }) => new Response(`public, ${user?.sub ?? 'nobody'}`),
  '/me': requireLogin()((_request, { user, groups }) =>
    Response.json({ words: PROTECTED, sub: user?.sub, user, groups }),
  ),
  '/staff': requireLogin({ group: 'staff' })(() => new Response(PROTECTED)),
  '/admin': requireLogin({ group: 'admin' })(() => new Response(PROTECTED)),
  '/put': (request, { session }) => {
    session.kept = new URL(request.url).searchParams.get('value')
    return new Response('kept')
  },
  '/get': (_request, { session }) => Response.json({ kept: session.kept ?? null }),
}

/** Opens a world for one test, and holds it to the invariants when the test is over. */
export async function open(t: TestContext, options: WorldOptions = {}): Promise<World> {
  const provider = await HostileProvider.start()
  const world = new World(provider, options)
  t.after(async () => {
    await provider.close()
    world.checkInvariants(options.tokensInBodies ?? false)
  })
  return world
}

/** What a refusal must look like. */
export interface Refusal {
  readonly status?: number
  readonly code: string
  /** What the log line must say: the check that failed. */
  readonly detail?: RegExp
}

/** Asserts a refused login: a page, nobody signed in, a log line that names the check. */
export async function assertRefused(
  world: World,
  visitor: Visitor,
  answer: Seen,
  { status = 400, code, detail = /./ }: Refusal,
): Promise<void> {
  assert.equal(answer.status, status, `${answer.status}: ${world.log}`)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
  assert.ok(answer.body.includes(code), `the page does not name ${code}:\n${world.log}`)
  assert.match(answer.body, /\/auth\/login\?returnTo=/, 'the page leads to a new login')
  assert.equal(visitor.sessionCookie, undefined)
  assert.deepEqual(await visitor.session(), { signedIn: false })
  const line = world.lines.find(({ message }) => message.includes(code))
  assert.match(String(line?.fields.detail), detail)
  assert.doesNotMatch(answer.body, new RegExp(PROTECTED))
}
