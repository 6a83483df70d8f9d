import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { visits } from './visit.ts'

const visit = visits()

/** The name of what has focus, in whatever shadow. */
const FOCUSED = `(() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at?.ariaLabel || at?.closest('label')?.textContent || at?.textContent
})()`

/** The manager, as assistive technology meets it. */
const MANAGER = `- dialog "Privacy settings":
  - heading "Privacy settings" [level=2]
  - button "Close": ×
  - paragraph:
    - text: Allow what you like. Nothing that is switched off is used.
    - link "Cookie policy":
  - list:
    - listitem:
      - text: Essential Always active
      - paragraph: "Needed for the site to work: signing in, safety, your choices here."
    - listitem:
      - text: Performance
      - checkbox "Performance"
      - paragraph: Shows us which pages are read and which campaigns work.
    - listitem:
      - text: Functionality
      - checkbox "Functionality"
      - paragraph: Remembers your settings and shows videos, maps and other embedded content.
  - button "Only essential"
  - button "Accept all"
  - button "Save choices"`

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

describe('the manager', () => {
  test('shows each category with what it is for, and saves what is switched on', async () => {
    await visit({}, async ({ page, manager, button, cookies, site }) => {
      await button('Choose').click()
      await manager.waitFor()
      assert.equal(await manager.getByRole('listitem').count(), 3)
      await manager.getByText('Always active').waitFor()
      const performance = page.getByRole('checkbox', { name: 'Performance' })
      assert.equal(await performance.isChecked(), false)
      await performance.check()
      await button('Save choices').click()
      await manager.waitFor({ state: 'detached' })
      assert.equal((await cookies())._cookies_accepted, 'performance')
      assert.deepEqual(site.posted, [
        {
          preferences: {
            consent: 'performance',
            categories: { performance: true, functionality: false },
          },
          act: 'saved',
        },
      ])
      await page.click('#revoke')
      assert.equal(await performance.isChecked(), true)
    })
  })

  test('opens from every revoke element, also one that came later, and only once', async () => {
    await visit({ cookies: { _cookies_accepted: 'all' } }, async ({ page, manager }) => {
      await page.evaluate(() => {
        const late = document.createElement('button')
        late.className = 'js-revoke-cookie-manager'
        late.append(Object.assign(document.createElement('i'), { textContent: 'Later' }))
        document.body.append(late)
      })
      await page.getByText('Later').click()
      await manager.waitFor()
      await page.evaluate(() => document.querySelector<HTMLElement>('#revoke')?.click())
      assert.equal(await manager.count(), 1)
      assert.equal(new URL(page.url()).hash, '')
    })
  })

  test('works by keyboard: in, around, out, and back to where it was opened', async () => {
    await visit({}, async ({ page, banner, manager, read }) => {
      await banner.waitFor()
      await press(page, 'Tab')
      assert.equal(await read(FOCUSED), 'Only essential')
      await press(page, 'Tab', 'Tab', 'Enter')
      await manager.waitFor()
      const around = []
      for (let turn = 0; turn < 12; turn++) {
        around.push(await read(FOCUSED))
        await press(page, 'Tab')
      }
      assert.ok(around.includes('Performance') && around.includes('Save choices'))
      for (const name of around) assert.ok(!['Choose', 'Other'].includes(String(name)), `${name}`)
      await press(page, 'Escape')
      await manager.waitFor({ state: 'detached' })
      assert.equal(await read(FOCUSED), 'Choose')
      assert.equal(await banner.count(), 1)
    })
  })

  test('saves by keyboard alone', async () => {
    await visit({}, async ({ page, banner, cookies, manager, read }) => {
      await banner.waitFor()
      await press(page, 'Tab', 'Tab', 'Tab', 'Space')
      await manager.waitFor()
      while ((await read(FOCUSED)) !== 'Functionality') await press(page, 'Tab')
      await press(page, 'Space')
      while ((await read(FOCUSED)) !== 'Save choices') await press(page, 'Tab')
      await press(page, 'Enter')
      await banner.waitFor({ state: 'detached' })
      assert.equal((await cookies())._cookies_accepted, 'functionality')
    })
  })

  test('gives focus back to the link that opened it', async () => {
    await visit(
      { cookies: { _cookies_accepted: 'all' } },
      async ({ page, manager, button, read }) => {
        await page.focus('#revoke')
        for (const close of ['Close', 'Save choices']) {
          await press(page, 'Enter')
          await manager.waitFor()
          await button(close).click()
          await manager.waitFor({ state: 'detached' })
          assert.equal(await read(FOCUSED), 'Privacy settings')
        }
      },
    )
  })

  test('after the banner focus is where it was before', async () => {
    await visit({}, async ({ page, banner, button, read }) => {
      await banner.waitFor()
      await page.focus('#other')
      await button('Accept all').click()
      assert.equal(await read(FOCUSED), 'Other')
    })
  })

  test('is a true dialog with a name, headings, and switches that say what they are for', async () => {
    await visit({ config: { policyUrl: '/privacy' } }, async ({ page, button, manager }) => {
      await page.getByRole('region', { name: 'Your privacy' }).waitFor()
      await page.getByRole('heading', { name: 'Your privacy', level: 2 }).waitFor()
      await button('Choose').click()
      assert.equal(await manager.evaluate((element) => element.matches(':modal')), true)
      assert.equal((await manager.ariaSnapshot()).replace(/\n.*\/url: .*/, ''), MANAGER)
      const checkbox = page.getByRole('checkbox', { name: 'Performance' })
      const about = await checkbox.getAttribute('aria-describedby')
      assert.match(
        (await manager.locator(`#${about}`).textContent()) ?? '',
        /^Shows us which pages are read/,
      )
    })
  })
})
