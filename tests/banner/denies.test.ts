import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { visits } from './visit.ts'

const visit = visits()
const GPC = `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`
const HELD = `<h1>Page</h1><script type="text/plain" data-consent="performance" nonce="bm9uY2U">window.ran = 1</script><a class="js-revoke-cookie-manager" href="">Privacy</a>`
const HEARS = `document.addEventListener('hallpass:consent', ({ detail }) => (window.heard ??= []).push(detail.act))`

describe('Global Privacy Control', () => {
  test('denies without asking, and is not kept as a choice', async () => {
    await visit({ init: GPC, body: HELD, first: HEARS }, async (visited) => {
      const { page, banner, manager, cookies, read, site } = visited
      await page.waitForLoadState('networkidle')
      assert.equal(await banner.count(), 0)
      assert.equal(await read('window.ran'), undefined)
      assert.deepEqual(await read('window.heard'), ['gpc'])
      assert.deepEqual(await cookies(), {})
      assert.deepEqual(site.posted, [])
      await page.getByText('Privacy').click()
      await manager.getByText('Global Privacy Control').waitFor()
    })
  })

  test('an explicit choice wins, of this page and of an earlier one', async () => {
    await visit({ init: GPC, body: HELD, first: HEARS }, async (visited) => {
      const { page, manager, button, read, until } = visited
      await page.waitForLoadState('networkidle')
      await page.getByText('Privacy').click()
      await button('Accept all').click()
      await until('window.ran')
      await page.reload()
      await until('window.ran')
      assert.deepEqual(await read('window.heard'), ['stored'])
      await page.getByText('Privacy').click()
      await manager.waitFor()
      assert.equal(await manager.getByText('Global Privacy Control').count(), 0)
    })
  })
})

describe('where cookies are blocked', () => {
  const answers = { init: { body: { action: 'redirect', redirect_url: '/elsewhere?' } }, set: {} }
  const THROWS = `Object.defineProperty(Document.prototype, 'cookie', {
    get() { throw new DOMException('no', 'SecurityError') },
    set() { throw new DOMException('no', 'SecurityError') },
  })`
  const FORGETS = `Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })`
  for (const [how, init] of [
    ['by an error', THROWS],
    ['in silence', FORGETS],
  ] as const) {
    test(`${how}: everything is denied, the banner can be closed, nobody is sent away`, async () => {
      await visit({ init, body: HELD, answers }, async (visited) => {
        const { page, banner, button, read, errors, site } = visited
        await banner.waitFor()
        assert.equal(await read('window.ran'), undefined)
        await button('Only essential').click()
        await banner.waitFor({ state: 'detached' })
        await page.waitForLoadState('networkidle')
        assert.deepEqual(
          site.requests.filter((line) => /_cookies|elsewhere/.test(line)),
          [],
        )
        assert.deepEqual(errors, [])
        await page.reload()
        await banner.waitFor()
      })
    })
  }

  test('in a sandboxed frame it works as well', async () => {
    const body = `<iframe id="box" sandbox="allow-scripts" src="/inner?cp=show" width="600" height="600"></iframe>`
    await visit({ tag: '', body }, async ({ page, site, errors }) => {
      // The frame is loaded anew with the page that has the script.
      site.page({ body: HELD })
      await page.evaluate(() => {
        const box = document.querySelector<HTMLIFrameElement>('#box')
        if (box) box.src = '/inner'
      })
      const inside = page.frameLocator('#box')
      await inside.getByRole('button', { name: 'Only essential' }).click()
      await inside.getByRole('region').waitFor({ state: 'detached' })
      assert.deepEqual(errors, [])
    })
  })
})
