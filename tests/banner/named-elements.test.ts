/** HTML that visitors wrote: elements whose names stand for members of `document` and `window`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { visits } from './visit.ts'

const visit = visits()
const ASK = '<script src="/_choices/ask.js"></script>'
const MEMBERS = [
  'cookie',
  'body',
  'documentElement',
  'readyState',
  'createElement',
  'querySelectorAll',
  'addEventListener',
  'dispatchEvent',
  'activeElement',
  'baseURI',
  'currentScript',
  'prerendering',
]
const GLOBALS = ['hallpassConsent', 'gtag', 'dataLayer', 'trustedTypes', 'addEventListener']

describe('an element by the name of what the script needs', () => {
  const planted: readonly (readonly [string, string])[] = [
    ['members', MEMBERS.map((name) => `<img name="${name}">`).join('')],
    ['globals', GLOBALS.map((name) => `<img id="${name}">`).join('')],
    ['form', '<form id="hallpassConsent"><input name="start"></form>'],
    ['name hallpassConsent', '<img name="hallpassConsent"><img name="hallpassConsent">'],
    ['frame', '<iframe name="hallpassConsent"></iframe><iframe name="dataLayer"></iframe>'],
    [
      'frame of another origin',
      '<iframe sandbox src="/frame" name="hallpassConsent"></iframe><iframe sandbox src="/frame" name="dataLayer"></iframe>',
    ],
    ['form of functions', '<form id="gtag"><input name="call"></form><object id="gtag"></object>'],
  ]
  for (const [name, html] of planted) {
    for (const [when, options] of [
      ['before', { tag: '', body: `${html}<h1>Page</h1>${ASK}` }],
      ['after', { body: `${html}<h1>Page</h1>` }],
    ] as const) {
      test(`${name}, ${when} the script: it asks, keeps and tells as ever`, async () => {
        await visit(options, async ({ banner, button, cookies, read, site, page }) => {
          await banner.waitFor()
          await button('Accept all').click()
          await banner.waitFor({ state: 'detached' })
          assert.equal((await cookies())._cookies_accepted, 'all')
          while (site.posted.length === 0) await page.waitForTimeout(20)
          assert.equal(await read("hallpassConsent.allows('performance')"), true)
        })
      })
    }
  }

  test('currentScript: the nonce of the script is asked for all the same', async () => {
    const nonce = 'nonce="bm9uY2U"'
    const body = `<img name="currentScript">
      <script type="text/plain" data-consent="essential" src="/other.js?planted"></script>
      <script type="text/plain" data-consent="essential" ${nonce} src="/other.js?own"></script>
      <script ${nonce} src="/_choices/ask.js"></script>`
    const policy = `script-src 'nonce-bm9uY2U' 'strict-dynamic'`
    await visit({ tag: '', body, policy }, async ({ page, read, until }) => {
      await until('window.ran')
      await page.waitForLoadState('networkidle')
      assert.deepEqual(await read('window.ran'), ['/other.js?own'])
    })
  })
})

test('a second copy of the script leaves the first one as it is', async () => {
  await visit({ body: `<h1>Page</h1>${ASK}` }, async ({ banner, site, page }) => {
    await banner.waitFor()
    await page.waitForLoadState('networkidle')
    assert.equal(await banner.count(), 1)
    assert.equal(site.requests.filter((line) => line.includes('init')).length, 1)
  })
})
