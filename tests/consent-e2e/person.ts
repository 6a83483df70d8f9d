/** Somebody with a browser of their own, and what is seen over their shoulder. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Central } from './central.ts'
import { eventually } from './eventually.ts'
import type { Site } from './sites.ts'

/** Tells of every banner of our script that is seen, be it for a moment. */
const WATCH = `setInterval(() => {
  const host = document.querySelector('hallpass-consent')
  if (host?.shadowRoot?.querySelector('section')) questionSeen(location.origin)
}, 10)`

/** That of cookie-policy, which also flashes while the page is being left: it counts if it stays. */
const THEIRS = '.cookie-notification-modal'

/** Milliseconds in which a page that knows its answer has drawn what it draws. */
const DRAWN = 250

export class Person {
  readonly context: BrowserContext
  readonly page: Page
  /** The origins where a question was seen. */
  readonly asked: Set<string> = new Set()
  /** The addresses of the service that the browser was sent to. */
  readonly trips: string[] = []
  /** The `action` of each answer of a site to a page that began; its status where there is none. */
  readonly actions: string[] = []
  /** How long the browser waited for each of them, in milliseconds. */
  readonly waits: number[] = []
  readonly errors: string[] = []
  #begun = 0

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
  }

  static async with(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
    return await Person.in(await browser.newContext(options))
  }

  /** @param context - Closed with the person. */
  static async in(context: BrowserContext): Promise<Person> {
    context.setDefaultTimeout(30_000)
    const person = new Person(context, await context.newPage())
    await context.exposeFunction('questionSeen', (origin: string) => person.asked.add(origin))
    await context.addInitScript(WATCH)
    context.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname === '/api/v1/cookies/session') person.trips.push(request.url())
      if (pathname === '/_cookies/init') person.#begun += 1
    })
    context.on('weberror', (error) => person.errors.push(String(error.error())))
    context.on('response', async (response) => {
      // 503 is how a site says that its service was too slow: the browser tries again.
      if (response.status() >= 500 && response.status() !== 503)
        person.errors.push(`${response.status()} ${response.url()}`)
      if (new URL(response.url()).pathname !== '/_cookies/init') return
      person.waits.push(response.request().timing().responseStart)
      // A body that the page does not read never ends.
      if (!response.ok()) return void person.actions.push(String(response.status()))
      // That of a page that is left already cannot be had: it was a redirect.
      const { action } = await response.json().catch(() => ({ action: 'redirect' }))
      person.actions.push(String(action))
    })
    return person
  }

  /** Goes to a page, and waits until the script there knows what to do. */
  async visits(site: Pick<Site, 'origin'>, path = '/'): Promise<void> {
    await this.#settled(() => this.page.goto(site.origin + path, { waitUntil: 'commit' }))
  }

  async reloads(): Promise<void> {
    await this.#settled(() => this.page.reload({ waitUntil: 'commit' }))
  }

  /** Goes there again and again until the site answers so: on a slow machine it may be late. */
  async visitsUntil(site: Pick<Site, 'origin'>, action: string): Promise<void> {
    await eventually(`the site answers ${action}`, async () => {
      await this.visits(site)
      return this.actions.at(-1) === action
    })
  }

  async #settled(go: () => Promise<unknown>): Promise<void> {
    const before = this.actions.length
    await go()
    await this.settles(before)
  }

  /** Waits for the answer that lets the browser stay; @param before - How many there were. */
  async settles(before: number): Promise<void> {
    await eventually('the page has its answer', () => {
      const all = this.actions.length === this.#begun
      return all && this.actions.length > before && this.actions.at(-1) !== 'redirect'
    })
    await this.page.waitForLoadState()
    await this.page.waitForTimeout(DRAWN)
    if (await this.page.locator(THEIRS).count()) this.asked.add(new URL(this.page.url()).origin)
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Presses a button that makes a choice, and waits until the site has it. */
  async chooses(name: string): Promise<void> {
    const posted = this.page.waitForResponse((answer) =>
      answer.url().endsWith('/_cookies/set-preferences'),
    )
    await this.button(name).click()
    await (await posted).finished()
    await this.page.waitForTimeout(DRAWN)
  }

  /** Opens the manager of our script. */
  async opens(): Promise<void> {
    await this.page.locator('.js-revoke-cookie-manager').click()
    await this.page.getByRole('dialog').waitFor()
  }

  /** The manager of our script: these boxes ticked, and no others. */
  async ticks(...names: readonly string[]): Promise<void> {
    for (const name of ['Performance', 'Functionality']) {
      await this.page.getByRole('checkbox', { name }).setChecked(names.includes(name))
    }
  }

  /** A cookie of a site. */
  async cookie(site: Pick<Site, 'origin'>, name: string): Promise<string | undefined> {
    const all = await this.context.cookies(site.origin)
    return all.findLast((cookie) => cookie.name === name)?.value
  }

  /** The choice that a site's cookies say. */
  accepted(site: Pick<Site, 'origin'>): Promise<string | undefined> {
    return this.cookie(site, '_cookies_accepted')
  }

  /** Lets the time pass after which a site asks again. */
  async aDayPasses(site: Pick<Site, 'origin'>): Promise<void> {
    const value = new Date(Date.now() - 25 * 3_600_000).toISOString().replace('Z', '000+00:00')
    await this.context.addCookies([{ name: '_cookies_freshness_ts', value, url: site.origin }])
    await this.context.clearCookies({ name: '_cookies_redirect_attempted' })
  }

  /** The number that the service's page shows them. */
  async id({ url }: Central): Promise<string> {
    const page = await this.context.newPage()
    try {
      await page.goto(`${url}/choices`)
      return (await page.locator('code').first().textContent()) ?? ''
    } finally {
      await page.close()
    }
  }

  close(): Promise<void> {
    return this.context.close()
  }
}
