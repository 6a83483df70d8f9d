/**
 * `npm run screenshots`: starts the demo, visits it with Chromium, and writes the pictures of
 * `docs/images`: the banner, the manager, the visitor's page, the dashboard and the sign-in page.
 */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { DASHBOARD_KEY } from '../src/cli/demo/consent/samples.ts'
import { type Demo, startDemo } from '../src/cli/demo/demo.ts'
import { launch } from '../tests/e2e/chromium.ts'
import { themedService } from '../tests/pages/service.ts'

const FOLDER = 'docs/images'
/** A picture that is larger does not belong into a repository (bytes). */
const LARGEST = 200_000
const WIDE = { width: 1280, height: 800 }
const MEDIUM = { width: 960, height: 800 }
const NARROW = { width: 390, height: 844 }

/** Takes pictures in one profile. */
class Camera {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async take(name: string, fullPage = false): Promise<void> {
    const path = join(FOLDER, `${name}.png`)
    await this.page.screenshot({ path, fullPage, animations: 'disabled' })
    const { size } = await stat(path)
    console.log(`${path}  ${Math.round(size / 1000)} kB`)
    if (size > LARGEST) throw new Error(`${path} is larger than ${LARGEST} bytes`)
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true })
  }

  async asked(url: string): Promise<void> {
    await this.page.goto(url)
    await this.button('Accept all').waitFor()
  }
}

async function visit(
  browser: Browser,
  options: BrowserContextOptions,
  visitor: (camera: Camera) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ colorScheme: 'light', ...options })
  try {
    await visitor(new Camera(await context.newPage()))
  } finally {
    await context.close()
  }
}

async function pictures(browser: Browser, { shop, news, consent }: Demo): Promise<void> {
  await visit(browser, { viewport: WIDE }, async (camera) => {
    const { page } = camera
    await camera.asked(shop.url)
    await camera.take('banner-wide')
    await camera.button('Choose').click()
    await camera.take('manager')
    await page.getByRole('dialog').getByLabel('Functionality').check()
    await camera.button('Save choices').click()
    await page.getByText('Add Copper kettle').waitFor({ state: 'attached' })
    await page.goto(news.url)
    await page.locator('iframe[src="/webcam"]').waitFor()
    await page.setViewportSize(MEDIUM)
    await page.goto(`${consent.url}/choices`)
    await camera.take('choices', true)
  })
  await visit(browser, { viewport: NARROW }, async (camera) => {
    await camera.asked(news.url)
    await camera.take('banner-narrow')
  })
  const pages = [
    ['dashboard', WIDE],
    ['dashboard-narrow', NARROW],
  ] as const
  for (const [name, viewport] of pages) {
    await visit(browser, { viewport }, async (camera) => {
      const { page } = camera
      await page.goto(`${consent.url}/dashboard`)
      await page.fill('input[name=key]', DASHBOARD_KEY)
      await camera.button('Sign in').click()
      await page.getByRole('heading', { name: 'By site' }).waitFor()
      await camera.take(name, true)
    })
  }
}

/** A page of the core with a theme. */
async function themed(browser: Browser): Promise<void> {
  const service = await themedService()
  await visit(browser, { viewport: { width: 1280, height: 620 } }, async (camera) => {
    await camera.page.goto(`${service.url}/account/orders`)
    await camera.take('sign-in-page')
  })
  await service.close()
}

const folder = await mkdtemp(join(tmpdir(), 'hallpass-screenshots-'))
await mkdir(FOLDER, { recursive: true })
const demo = await startDemo({ port: 9000, folder, days: 90, log: console.log })
const browser = await launch()
try {
  await pictures(browser, demo)
  await themed(browser)
} finally {
  await browser.close()
  await demo.close()
  await rm(folder, { recursive: true })
}
