/** A central service as browsers see its pages: https, forms, cookies, redirects. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { ConsentServiceOptions } from '../../src/consent-service/options.ts'
import { type Answer, Browser } from '../support/browser.ts'
import { readForms } from '../support/forms.ts'
import { type Keyed, type ServiceWorld, SHOP, serviceWorld } from './service-world.ts'

export const CONSENT = 'https://consent.example'
export const DASHBOARD_KEY = 'the-key-of-the-dashboard'

export class PagesWorld {
  readonly world: ServiceWorld

  constructor(world: ServiceWorld) {
    this.world = world
  }

  /** Somebody who has been nowhere yet. */
  browser(): Browser {
    return new Browser({ [CONSENT]: { port: Number(new URL(this.world.url).port) } })
  }

  /** Somebody who was at a site, and so has the visitor's cookie. */
  async visitor(shop: Keyed): Promise<{ browser: Browser; visitor: string }> {
    const { visitor, cookie } = await this.world.visit(shop)
    const browser = this.browser()
    const [name = '', value = ''] = cookie.split('=', 2)
    browser.jar.set(CONSENT, name, value)
    return { browser, visitor }
  }

  /** Somebody of the organisation, signed in. */
  async staff(): Promise<Browser> {
    const browser = this.browser()
    const page = await browser.visit(`${CONSENT}/dashboard`)
    const overview = await submit(browser, page, '/dashboard/sign-in', { key: DASHBOARD_KEY })
    assert.equal(overview.url, `${CONSENT}/dashboard`)
    assert.equal(overview.status, 200)
    return browser
  }

  shop(): Promise<Keyed> {
    return this.world.addSite(SHOP)
  }
}

/** A service with a dashboard; runs until the test ends. */
export async function pagesWorld(
  t: TestContext,
  options: Partial<ConsentServiceOptions> = {},
): Promise<PagesWorld> {
  const dashboard = { key: DASHBOARD_KEY }
  const world = await serviceWorld(t, { dashboard, organisation: 'Example & Co', ...options })
  return new PagesWorld(world)
}

/** What is put into a form; a list for boxes of the same name. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Sends the form of a page that goes to `action`: its hidden fields, and these. */
export async function submit(
  browser: Browser,
  page: Answer,
  action: string,
  fields: Fields = {},
): Promise<Answer> {
  const found = readForms(page.body, page.url).find(
    (form) => new URL(form.action).pathname === action && form.method === 'POST',
  )
  assert.ok(found, `${page.url} (${page.status}) has no form to ${action}`)
  const { token = '', to, policy, id } = found.fields
  const hidden = { token, ...(to && { to }), ...(policy && { policy }), ...(id && { id }) }
  const form = new URLSearchParams(hidden)
  for (const [name, value] of Object.entries(fields)) {
    form.delete(name)
    for (const one of [value].flat()) form.append(name, one)
  }
  return await browser.visit(found.action, { method: 'POST', form, from: page.url })
}

/** A page as text: what is between its tags, with white space as one space. */
export function textOf(page: Answer): string {
  return page.body
    .replaceAll('<wbr>', '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}
