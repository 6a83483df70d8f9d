/** What the tests of a file share: Chromium, and a service; each test has people and sites. */
import { after, before, type TestContext } from 'node:test'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launch } from '../e2e/chromium.ts'
import { type Central, startCentral } from './central.ts'
import { Person } from './person.ts'
import { type Site, type SiteOptions, startSite } from './sites.ts'

export interface World {
  readonly browser: () => Browser
  /** A service until the test ends. */
  central(t: TestContext): Promise<Central>
  site(t: TestContext, central: Central, options: SiteOptions): Promise<Site>
  person(t: TestContext, options?: BrowserContextOptions): Promise<Person>
}

const closers = new WeakMap<TestContext, (() => Promise<void>)[]>()

/** Closes what a test opened, the last first: browsers before what they talk to. */
function closeAfter(t: TestContext, close: () => Promise<void>): void {
  const all = closers.get(t) ?? []
  if (all.length === 0) {
    t.after(async () => {
      for (const one of all.reverse()) await one()
    })
  }
  all.push(close)
  closers.set(t, all)
}

/** Starts Chromium for the tests of a file. */
export function consentWorld(): World {
  let browser: Browser
  before(async () => {
    browser = await launch()
  })
  after(() => browser?.close())
  return {
    browser: () => browser,
    central: async (t) => {
      const central = await startCentral()
      closeAfter(t, () => central.close())
      return central
    },
    site: async (t, central, options) => {
      const site = await startSite(central, options)
      closeAfter(t, () => site.close())
      return site
    },
    person: async (t, options) => {
      const person = await Person.with(browser, options)
      closeAfter(t, () => person.close())
      return person
    },
  }
}
