import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { visits } from './visit.ts'

const visit = visits()
const NONCE = 'nonce="bm9uY2U"'
const ran = (name: string) => `(window.ran ??= []).push('${name}')`

const SCRIPTS = `<h1>Page</h1>
<script type="text/plain" data-consent="performance" data-src="/other.js?1" ${NONCE} id="one" crossorigin="anonymous"></script>
<script type="text/plain" data-consent="performance" ${NONCE}>${ran('two')}</script>
<script type="text/plain" data-consent="performance" src="/other.js?3" ${NONCE}></script>
<script type="text/plain" data-consent="functionality" ${NONCE}>${ran('never')}</script>
<script type="text/plain" data-consent="performance" data-type="module" ${NONCE}>import '/other.js?4'</script>
<script type="text/plain" data-consent="essential" ${NONCE}>${ran('needed')}</script>
<script type="text/plain" data-consent="unheard-of" ${NONCE}>${ran('never')}</script>
<script type="text/plain" data-consent="" ${NONCE}>${ran('never')}</script>`

describe('scripts that are held back', () => {
  test('run in the order of the page once they are allowed, each once', async () => {
    await visit({ body: SCRIPTS }, async ({ page, banner, read, until, errors }) => {
      await banner.waitFor()
      assert.deepEqual(await read('window.ran'), ['needed'])
      await read('hallpassConsent.set({ performance: true })')
      await until('window.ran?.length === 5')
      await read('hallpassConsent.set({ performance: true })')
      await page.waitForLoadState('networkidle')
      assert.deepEqual(await read('window.ran'), [
        'needed',
        '/other.js?1',
        'two',
        '/other.js?3',
        '/other.js?4',
      ])
      const kept = `[one.type, one.crossOrigin, one.nonce, one.dataset.consent]`
      assert.deepEqual(await read(kept), ['', 'anonymous', 'bm9uY2U', 'performance'])
      assert.deepEqual(errors, [])
    })
  })

  test('run at once where they were allowed earlier, and when they come later', async () => {
    await visit(
      { body: SCRIPTS, cookies: { _cookies_accepted: 'performance' } },
      async ({ page, read, until }) => {
        await until('window.ran?.length === 5')
        await page.evaluate(() => {
          const late = document.createElement('script')
          late.type = 'text/plain'
          late.dataset.consent = 'performance'
          late.dataset.src = '/other.js?late'
          document.body.append(late)
        })
        await until('window.ran?.length === 6')
        assert.equal(await read('window.ran.at(-1)'), '/other.js?late')
      },
    )
  })

  test('need the nonce where the script itself has one', async () => {
    const tag = `<script ${NONCE} src="/_choices/ask.js"></script>`
    const body = `<script type="text/plain" data-consent="essential" src="/other.js?planted"></script>
      <script type="text/plain" data-consent="essential" ${NONCE} src="/other.js?own"></script>`
    const policy = `script-src 'nonce-bm9uY2U' 'strict-dynamic'`
    await visit({ tag, body, policy }, async ({ page, read, until }) => {
      await until('window.ran')
      await page.waitForLoadState('networkidle')
      assert.deepEqual(await read('window.ran'), ['/other.js?own'])
    })
  })

  test('stay held back where the script itself was blocked', async () => {
    const body = `${SCRIPTS}<iframe data-consent="functionality" data-src="/frame"></iframe>`
    await visit(
      {
        tag: '<script src="/_choices/missing.js" type="text/blocked"></script>',
        body,
        cookies: { _cookies_accepted: 'all' },
      },
      async ({ page, read, site }) => {
        await page.waitForLoadState('networkidle')
        assert.equal(await read('window.ran'), undefined)
        assert.deepEqual(
          site.requests.filter((line) => /other|frame/.test(line)),
          [],
        )
      },
    )
  })

  test('what has run is told by the event that it is no longer allowed', async () => {
    const first = `document.addEventListener('hallpass:consent', ({ detail }) => { window.last = detail })`
    await visit({ first, body: SCRIPTS }, async ({ banner, read, until }) => {
      await banner.waitFor()
      await read('hallpassConsent.accept()')
      await until('window.ran?.length === 6')
      await read('hallpassConsent.reject()')
      assert.deepEqual(await read('window.last'), {
        choices: { performance: false, functionality: false },
        act: 'reject_all',
      })
    })
  })
})

const FRAME = (style: string) =>
  `<h1>Map</h1><p>Before</p><iframe data-consent="functionality" data-src="/frame" title="Map of lighthouses" ${style}></iframe><p id="after">After</p>`

describe('frames that are held back', () => {
  for (const style of ['width="400" height="220"', '', 'class="wide" width="100%" height="300"']) {
    test(`have something in their place, as large as they are: ${style}`, async () => {
      await visit({ body: FRAME(style) }, async ({ page, button, read, site, banner }) => {
        await banner.waitFor()
        const frames = () => site.requests.filter((line) => line.includes('/frame')).length
        assert.equal(frames(), 0)
        const place = page.getByRole('group', { name: 'Map of lighthouses' })
        assert.match((await place.textContent()) ?? '', /until you allow “Functionality”/)
        const top = () => page.locator('#after').evaluate((one) => one.getBoundingClientRect().top)
        const before = await top()
        await button('Allow and show').click()
        await page.frameLocator('iframe').locator('h1').waitFor()
        assert.equal(frames(), 1)
        assert.equal(await top(), before)
        assert.equal(await place.count(), 0)
        assert.equal(await read('document.activeElement.localName'), 'iframe')
        assert.deepEqual(await read('hallpassConsent.choices()'), {
          performance: false,
          functionality: true,
        })
      })
    })
  }

  test('are loaded at once where they were allowed earlier', async () => {
    await visit(
      { body: FRAME(''), cookies: { _cookies_accepted: 'functionality' } },
      async ({ page, button }) => {
        await page.frameLocator('iframe').locator('h1').waitFor()
        assert.equal(await button('Allow and show').count(), 0)
      },
    )
  })
})
