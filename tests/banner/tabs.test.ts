import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Visit, visits } from './visit.ts'

const visit = visits()
const config = {
  categories: [
    { id: 'essential', always: true },
    { id: 'performance', classic: 'performance' },
    { id: 'functionality', classic: 'functionality' },
    { id: 'video', title: 'Videos' },
  ],
} as const
const HEARS = `document.addEventListener('hallpass:consent', ({ detail }) => (window.heard ??= []).push(detail.act))`
const OPTIONS = {
  config,
  first: HEARS,
  cookies: { _cookies_accepted: 'all', _cookies_categories: 'performance.functionality' },
  body: '<h1>Page</h1><iframe data-consent="video" data-src="/frame" title="Film"></iframe><a href="" class="js-revoke-cookie-manager">Privacy</a>',
}
/** As in a window beside the other one: it is seen all the time. */
const SEEN = `addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true)`
const LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))"

/** Does something in another tab of the same site. */
async function elsewhere({ page }: Visit, expression: string): Promise<void> {
  const other = await page.context().newPage()
  await other.goto(page.url())
  const told = other.waitForResponse((answer) => answer.url().endsWith('/set-preferences'))
  await other.evaluate(expression)
  await told
  await other.close()
}

/** What the page told the site last, once it has told it anything. */
async function posted({ page, site }: Visit): Promise<object | undefined> {
  for (let turn = 0; site.posted.length === 0 && turn < 250; turn++) await page.waitForTimeout(20)
  return (site.posted.at(-1) as { preferences?: object } | undefined)?.preferences
}

describe('what was withdrawn in another tab', () => {
  const ways: Readonly<Record<string, (visited: Visit) => Promise<void>>> = {
    'the button in place of a frame': ({ button }) => button('Allow and show').click(),
    'set()': ({ read }) => read('hallpassConsent.set({ video: true })'),
    'a manager that was opened before': async ({ manager, button }) => {
      await manager.getByLabel('Videos').check()
      await button('Save choices').click()
    },
  }
  for (const [name, choose] of Object.entries(ways)) {
    test(`stays so, and only the rest is told: ${name}`, async () => {
      await visit({ ...OPTIONS, first: SEEN }, async (visited) => {
        const { page, read, cookies } = visited
        await page.getByRole('button', { name: 'Allow and show' }).waitFor()
        if (name.includes('manager')) await page.getByText('Privacy').click()
        await elsewhere(visited, 'hallpassConsent.reject()')
        visited.site.posted.length = 0
        await choose(visited)
        await page.frameLocator('iframe').locator('h1').waitFor()
        const { _cookies_accepted, _cookies_categories } = await cookies()
        assert.deepEqual([_cookies_accepted, _cookies_categories], ['essential', 'video'])
        assert.deepEqual(await posted(visited), {
          consent: 'essential',
          categories: { video: true },
        })
        assert.equal(await read("hallpassConsent.allows('performance')"), false)
      })
    })
  }

  test('holds once the page is looked at again, and is told to it once', async () => {
    await visit(OPTIONS, async (visited) => {
      const { read, until } = visited
      await until('window.heard')
      await elsewhere(visited, 'hallpassConsent.reject()')
      await read(LOOKED_AT)
      await read(LOOKED_AT)
      assert.equal(await read("hallpassConsent.allows('performance')"), false)
      assert.deepEqual(await read('window.heard'), ['stored', 'stored'])
    })
  })

  test('is what the manager shows', async () => {
    await visit(OPTIONS, async (visited) => {
      const { page, manager } = visited
      await elsewhere(visited, 'hallpassConsent.set({ performance: false })')
      await page.getByText('Privacy').click()
      assert.equal(await manager.getByLabel('Performance').isChecked(), false)
      assert.equal(await manager.getByLabel('Functionality').isChecked(), true)
    })
  })

  test('by deleting the cookies: nothing of it comes back', async () => {
    await visit(OPTIONS, async ({ page, read, cookies }) => {
      await read("hallpassConsent.allows('performance')")
      await page.context().clearCookies()
      await read('hallpassConsent.set({ video: true })')
      assert.equal((await cookies())._cookies_categories, 'video')
    })
  })
})

test('what was allowed in another tab is let in once the page is looked at', async () => {
  await visit({ ...OPTIONS, cookies: {} }, async (visited) => {
    const { page, banner, read } = visited
    await banner.waitFor()
    await elsewhere(visited, 'hallpassConsent.set({ video: true })')
    await read(LOOKED_AT)
    await page.frameLocator('iframe').locator('h1').waitFor()
    assert.equal(await banner.count(), 0)
  })
})

test('a first choice in the manager speaks of every category', async () => {
  await visit({ ...OPTIONS, cookies: {} }, async (visited) => {
    const { manager, button } = visited
    await button('Choose').click()
    await manager.getByLabel('Videos').check()
    await button('Save choices').click()
    const categories = { performance: false, functionality: false, video: true }
    assert.deepEqual(await posted(visited), { consent: 'essential', categories })
  })
})

test('where cookies are blocked a choice adds to those of the page', async () => {
  const init = `Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })`
  await visit({ ...OPTIONS, cookies: {}, init }, async ({ banner, read }) => {
    await banner.waitFor()
    await read('hallpassConsent.set({ performance: true })')
    await read(LOOKED_AT)
    await read('hallpassConsent.set({ video: true })')
    assert.deepEqual(await read('hallpassConsent.choices()'), {
      performance: true,
      functionality: false,
      video: true,
    })
  })
})

test('a tab that begins at the same time does not take away the cookie that this one tries', async () => {
  // After each cookie written, the one that the page before has tried is gone, as if it ran now.
  const init = `
    const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
    const other = localStorage.tried
    Object.defineProperty(Document.prototype, 'cookie', {
      get,
      set(line) {
        localStorage.tried ??= line.split('=')[0]
        set.call(this, line)
        if (other) set.call(this, other + '=;path=/;max-age=0')
      },
    })`
  await visit({ ...OPTIONS, cookies: {}, init }, async (visited) => {
    const { page, button } = visited
    await page.reload()
    await button('Accept all').click()
    const categories = { performance: true, functionality: true, video: true }
    assert.deepEqual(await posted(visited), { consent: 'all', categories })
  })
})
