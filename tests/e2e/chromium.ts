/** A real Chromium, headless. Each test gets a profile of its own. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const EXECUTABLE = '/usr/bin/chromium'

/** Without these, Chromium calls home and waits, and does not start as root. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic']

/** Starts Chromium. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
}

/** Starts Chromium on a folder with settings of its own; closing the context ends it. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: EXECUTABLE, args: FLAGS })
}

/** Runs `visit` in a fresh profile. */
export async function inProfile(
  browser: Browser,
  visit: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext()
  context.setDefaultTimeout(15_000)
  try {
    await visit(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

/** Fills the provider's login form, which `page` must show. */
export async function signIn(page: Page, account: string): Promise<void> {
  await page.fill('input[name=username]', account)
  await page.fill('input[name=password]', 'demo')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
