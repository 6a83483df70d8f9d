/** The page, in a real Chromium. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { inProfile, launch } from '../../../tests/e2e/chromium.ts'
import { type RunningService, startService } from './service.ts'

let service: RunningService
let address: string
let browser: Browser
before(async () => {
  service = await startService()
  address = await service.listen()
  browser = await launch()
})
after(async () => {
  await browser.close()
  await service.stop()
})

async function logIn(page: Page, name: string, password = name): Promise<void> {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

test('a visitor logs in, keeps a note, exports it, and logs out', async () => {
  await service.startWorker()
  await inProfile(browser, async (page) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    await page.goto(address)
    await logIn(page, 'demo', 'wrong')
    await page.getByRole('alert').getByText('password is wrong').waitFor()
    await logIn(page, 'demo')
    await page.getByLabel('Title').fill('Milk')
    await page.getByLabel('Text').fill('and eggs <b>no HTML</b>')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('and eggs <b>no HTML</b>').waitFor()
    await page.getByRole('button', { name: 'Export my notes' }).click()
    await page.getByText('# Milk').waitFor()
    assert.match((await page.locator('#step').textContent()) ?? '', /^completed: 1 of 1$/)
    assert.equal(await page.getByText('All users').isVisible(), false)
    // The login lasts through a new load of the page, and ends with the logout.
    await page.reload()
    await page.getByText('and eggs').first().waitFor()
    await page.getByRole('button', { name: 'Delete: Milk' }).click()
    await page.getByText('and eggs').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await page.getByLabel('User name').waitFor()
    await page.reload()
    await page.getByLabel('User name').waitFor()
    assert.deepEqual(faults, [])
  })
})

test('an administrator sees all users, and ends another device', async () => {
  await inProfile(browser, async (page) => {
    await page.goto(address)
    await logIn(page, 'admin')
    await page.getByText('All users').waitFor()
    await page.getByText('this one, last used').waitFor()
    const other = await service.as('admin')
    await page.reload()
    await page.getByRole('button', { name: /^Log out there/ }).click()
    await page.getByRole('button', { name: /^Log out there/ }).waitFor({ state: 'detached' })
    await other.get('/notes', { expect: 401 })
  })
})
