import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visits } from './visit.ts'

const visit = visits()

test('a page that is loaded ahead asks nobody anything until it is looked at', async () => {
  const init = `
    let ahead = true
    Object.defineProperty(Document.prototype, 'prerendering', { get: () => ahead })
    window.look = () => { ahead = false; document.dispatchEvent(new Event('prerenderingchange')) }`
  await visit({ init }, async ({ page, banner, read, site }) => {
    await page.waitForLoadState('networkidle')
    const asked = () => site.requests.filter((line) => line.includes('init')).length
    assert.deepEqual([asked(), await banner.count()], [0, 0])
    await read('look()')
    await banner.waitFor()
    assert.equal(asked(), 1)
  })
})

test('a page that comes back as it was hears of the choice made meanwhile', async () => {
  await visit({}, async ({ page, banner, read, until }) => {
    await banner.waitFor()
    await read("document.cookie = '_cookies_accepted=performance'")
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await banner.waitFor({ state: 'detached' })
    await until("hallpassConsent.allows('performance')")
  })
})

test('a redirect that leads nowhere leaves the visitor with the page and the banner', async () => {
  const init = { body: { action: 'redirect', redirect_url: '/nowhere?return_uri=' } }
  await visit({ answers: { init, set: {} } }, async ({ page, banner, site }) => {
    await banner.waitFor()
    assert.ok(site.requests.some((line) => line.startsWith('GET /nowhere')))
    assert.equal(page.url(), site.url('/'))
  })
})

test('the callback hears each choice that is made, `on` also what is known', async () => {
  const tag = `<script src="/_choices/script.js"></script><script nonce="bm9uY2U">
    hallpassConsent.start({ shared: false }, (choices) => (window.called ??= []).push(choices))
    window.stop = hallpassConsent.on(({ act }) => (window.heard ??= []).push(act))
  </script>`
  await visit({ tag, cookies: { _cookies_accepted: 'essential' } }, async ({ read }) => {
    await read('hallpassConsent.accept()')
    await read('stop(), hallpassConsent.reject()')
    assert.deepEqual(await read('window.heard'), ['stored', 'accept_all'])
    assert.deepEqual(await read('window.called'), [
      { performance: true, functionality: true },
      { performance: false, functionality: false },
    ])
  })
})
