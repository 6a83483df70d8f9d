/** What the tests of the browser script share: a site, Chromium, and a page of its own for each. */
import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { launch } from '../e2e/chromium.ts'
import { type Answer, type BannerSite, type PageOptions, startBannerSite } from './site.ts'

const USUAL = {
  init: { body: { action: 'none' } },
  set: { body: { message: 'Preferences saved', cookies_freshness_ts: 'now' } },
}

/** How one visit is. */
export interface VisitOptions extends PageOptions {
  readonly path?: string
  readonly browser?: BrowserContextOptions
  /** Cookies that the visitor has already. */
  readonly cookies?: Readonly<Record<string, string>>
  /** What the site's routes answer. Default: nothing to do, and saved. */
  readonly answers?: { readonly init: Answer; readonly set: Answer }
  /** Runs in the page before any of its scripts. */
  readonly init?: string
}

/** A page that was visited. */
export interface Visit {
  readonly page: Page
  readonly site: BannerSite
  /** The banner; the manager. */
  readonly banner: Locator
  readonly manager: Locator
  button(name: string): Locator
  /** The visitor's cookies, as the page sees them. */
  cookies(): Promise<Record<string, string>>
  /** What an expression gives in the page. */
  read<Value>(expression: string): Promise<Value>
  /** Waits until an expression holds; Playwright's own wait is `eval` to a strict policy. */
  until(expression: string): Promise<void>
  /** The texts of errors so far: of scripts, and of what the policy refused. */
  readonly errors: string[]
}

/** Starts a site and Chromium for the tests of a file. */
export function visits(): (
  options: VisitOptions,
  test: (visit: Visit) => Promise<void>,
) => Promise<void> {
  let browser: Browser
  let site: BannerSite
  before(async () => {
    browser = await launch()
    site = await startBannerSite()
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })
  return async (options, test) => {
    site.page(options)
    site.answers(options.answers ?? USUAL)
    site.requests.length = 0
    site.posted.length = 0
    const context = await browser.newContext(options.browser ?? {})
    context.setDefaultTimeout(5000)
    const given = Object.entries(options.cookies ?? {})
    await context.addCookies(given.map(([name, value]) => ({ name, value, url: site.url() })))
    if (options.init) await context.addInitScript(options.init)
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error') errors.push(line.text())
    })
    await page.goto(site.url(options.path))
    try {
      await test({
        page,
        site,
        errors,
        banner: page.getByRole('region'),
        manager: page.getByRole('dialog'),
        button: (name) => page.getByRole('button', { name, exact: true }),
        cookies: async () => {
          const all = await context.cookies(site.url())
          return Object.fromEntries(all.map(({ name, value }) => [name, value]))
        },
        read: (expression) => page.evaluate(expression),
        until: async (expression) => {
          const end = Date.now() + 5000
          while (!(await page.evaluate(`!!(${expression})`))) {
            if (Date.now() > end) throw new Error(`It never holds: ${expression}`)
            await page.waitForTimeout(20)
          }
        },
      })
    } finally {
      await context.close()
    }
  }
}
