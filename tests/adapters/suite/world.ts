/** What a run of the suite stands on: a provider and three instances of the test app. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningProvider, startProvider } from '../../../src/cli/demo/provider.ts'
import { type Answer, Browser } from '../../support/browser.ts'
import { type AppConfig, CLIENT } from '../apps/pass.ts'
import type { RunningApp } from '../apps/running.ts'
import type { Target } from '../suite.ts'
import { type RunningConsent, startConsent } from './central.ts'

/** Seconds; hallpass refreshes after four fifths of it. */
export const ACCESS_TOKEN_TTL = 5

/** Milliseconds in which a site must find out that the consent service is up. */
const FOUND_UP = 20_000

export const SHOP = 'https://shop.example'

export class World {
  readonly target: Target
  /** `http://shop.localhost:…`, which trusts no proxy. */
  plain = ''
  /** The port of the instance that is `https://shop.example` behind a trusted proxy. */
  front = 0
  /** An instance whose provider is not there. */
  orphan = ''
  /** An instance whose sessions are in a store. */
  stored = ''
  /** The refresh test's visitor, signed in at the start, and when that was (ms). */
  early: Browser = new Browser()
  earlySince = 0
  #provider: RunningProvider | undefined
  #consent: RunningConsent | undefined
  #apps: RunningApp[] = []

  constructor(target: Target) {
    this.target = target
  }

  async open([
    plain = 0,
    front = 0,
    orphan = 0,
    nobody = 0,
    central = 0,
    stored = 0,
  ]: readonly number[]): Promise<void> {
    this.plain = `http://shop.localhost:${plain}`
    this.front = front
    this.stored = `http://stored.localhost:${stored}`
    this.orphan = `http://orphan.localhost:${orphan}`
    const other = `http://other.localhost:${plain}`
    this.#provider = await startProvider({
      host: this.target.providerHost ?? 'id.localhost',
      accessTokenTtl: ACCESS_TOKEN_TTL,
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [this.plain, other, this.stored, SHOP].map(
            (url) => `${url}/auth/callback`,
          ),
          post_logout_redirect_uris: [this.plain, this.stored, SHOP].map(
            (url) => `${url}/auth/logged-out`,
          ),
        },
      ],
    })
    const { issuer } = this.#provider
    const host = this.target.providerHost ?? 'consent.localhost'
    this.#consent = await startConsent(`http://${host}:${central}`, this.plain)
    const { service, apiKey } = this.#consent
    const instances: AppConfig[] = [
      {
        port: plain,
        baseUrl: [this.plain, other],
        issuer,
        responseMode: 'query',
        parseFirst: false,
        consent: { service, apiKey },
      },
      {
        port: front,
        baseUrl: ['https://inside.example', SHOP],
        issuer,
        responseMode: 'form_post',
        parseFirst: true,
        trustedProxies: ['loopback'],
      },
      {
        port: stored,
        baseUrl: this.stored,
        issuer,
        responseMode: 'query',
        parseFirst: false,
        isStored: true,
      },
      {
        port: orphan,
        baseUrl: this.orphan,
        issuer: `http://id.localhost:${nobody}`,
        responseMode: 'query',
        parseFirst: false,
      },
    ]
    for (const config of instances) this.#apps.push(await this.target.start(config))
    this.earlySince = Date.now()
    await this.logIn(this.early, `${this.plain}/me`)
    await this.#consentFoundUp()
  }

  /**
   * A site that just started may be too busy to hear the service within a second: it says 503 then
   * (tests/consent/site-health.test.ts), and asks again. What it does once it knows is tested here.
   */
  async #consentFoundUp(): Promise<void> {
    const init = () =>
      new Browser().send(`${this.plain}/_cookies/init`, { mode: 'cors', from: this.plain })
    const started = Date.now()
    for (let answer = await init(); answer.status !== 200; answer = await init()) {
      if (answer.status !== 503 || Date.now() - started > FOUND_UP) {
        throw new Error(`the site does not find the consent service: ${answer.body}`)
      }
      await sleep(100)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.close()))
    await this.#provider?.close()
    await this.#consent?.close()
  }

  /** A browser that reaches `https://shop.example` through the proxy. */
  proxied(): Browser {
    const forwarded = {
      host: 'inside.example',
      'x-forwarded-host': 'shop.example',
      'x-forwarded-proto': 'https',
    }
    // Where no peer is known no proxy can be trusted: it has to keep the Host header.
    const headers = this.target.peerAddress ? forwarded : { 'x-forwarded-proto': 'https' }
    return new Browser({ [SHOP]: { port: this.front, headers } })
  }

  /** Goes to a page that asks for a login, and signs in at the provider. */
  async logIn(browser: Browser, address: string, account = 'admin'): Promise<Answer> {
    const page = await browser.visit(address)
    return browser.submit(page, { username: account, password: 'demo' })
  }

  /** A browser that is signed in at the plain instance. */
  async signedIn(account = 'admin'): Promise<Browser> {
    const browser = new Browser()
    await this.logIn(browser, `${this.plain}/me`, account)
    return browser
  }
}
