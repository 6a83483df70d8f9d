import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { LANGUAGES, textsFor } from '../../src/consent/banner/compile.ts'
import { contrasts } from './contrast.ts'
import { visits } from './visit.ts'

const visit = visits()
const WIDE = { viewport: { width: 1280, height: 720 } }
const NARROW = { viewport: { width: 320, height: 600 } }
const LONG = { policyUrl: '/privacy' }

/** What the browser measures of a page that loads. */
const MEASURE = `
  window.shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).element })
    .observe({ type: 'largest-contentful-paint', buffered: true })`

async function sizes(buttons: Locator): Promise<{ width: number; height: number }[]> {
  return buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
}

describe('the page', () => {
  for (const [name, browser] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    test(`does not move, and its own text is what is painted largest: ${name}`, async () => {
      await visit({ browser, init: MEASURE, config: LONG }, async (visited) => {
        const { page, banner, button, manager, read } = visited
        await banner.waitFor()
        await page.waitForTimeout(500)
        assert.equal(await read('window.largest?.closest("main, p, h1")?.isConnected'), true)
        await button('Choose').click()
        await manager.waitFor()
        await button('Only essential').nth(0).press('Escape')
        await button('Accept all').click()
        await page.waitForTimeout(300)
        assert.equal(await read('window.shift'), 0)
      })
    })
  }

  test('keeps its own style out of the banner, and the banner its style out of the page', async () => {
    const hostile = 'button,p,h2,section{font-size:40px!important;display:block!important}'
    await visit({ config: LONG }, async ({ page, banner, button }) => {
      const look = () =>
        button('Choose').evaluate((one) => `${getComputedStyle(one).fontSize} ${one.clientWidth}`)
      await banner.waitFor()
      const [own, page1] = [await look(), await page.locator('h1').evaluate(sizeOf)]
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(`${css} body > * { position: static !important; color: red }`)
        document.adoptedStyleSheets = [sheet]
      }, hostile)
      assert.equal(await look(), own)
      assert.equal(await page.locator('h1').evaluate(sizeOf), page1)
      assert.equal(
        await page.locator('hallpass-consent').evaluate((one) => getComputedStyle(one).position),
        'fixed',
      )
    })
  })
})

const sizeOf = (one: Element) => getComputedStyle(one).fontSize

describe('banner and manager', () => {
  for (const [name, browser, theme] of [
    ['wide', WIDE, {}],
    ['narrow', NARROW, {}],
    ['narrow, in the corner', NARROW, { position: 'corner' }],
    ['dark', { ...WIDE, colorScheme: 'dark' }, {}],
    ['dark, with a background alone', { ...WIDE, colorScheme: 'dark' }, { background: '#fffbe8' }],
    ['dark, with an accent alone', { ...WIDE, colorScheme: 'dark' }, { accent: '#7b2d8b' }],
  ] as const) {
    test(`fit, can be touched and read: ${name}`, async () => {
      await visit({ browser, config: { ...LONG, theme } }, async (visited) => {
        const { page, banner, button, manager, read } = visited
        await banner.waitFor()
        await page.waitForTimeout(250)
        const within = async (what: Locator) => {
          const box = await what.boundingBox()
          assert.ok(box && box.x >= 0 && box.y >= 0)
          assert.ok(box.x + box.width <= browser.viewport.width)
          assert.ok(box.y + box.height <= browser.viewport.height)
          for (const { width, height } of await sizes(what.locator('button, label'))) {
            assert.ok(width >= 44 && height >= 44, `${width} × ${height}`)
          }
          for (const { text, ratio } of await what.evaluate(contrasts)) {
            assert.ok(ratio >= 4.5, `${text}: ${ratio}`)
          }
        }
        await within(banner)
        await button('Choose').click()
        await page.waitForTimeout(250)
        await within(manager)
        assert.equal(await read('document.documentElement.scrollWidth <= innerWidth'), true)
      })
    })
  }

  test('stand still where that is asked for, and are not printed', async () => {
    await visit({ browser: { reducedMotion: 'reduce' } }, async ({ page, banner }) => {
      await banner.waitFor()
      assert.equal(await banner.evaluate((one) => getComputedStyle(one).animationName), 'none')
      await page.emulateMedia({ media: 'print' })
      assert.equal(await banner.isVisible(), false)
    })
  })

  test('show their edges and switches in forced colours', async () => {
    await visit({ browser: { forcedColors: 'active' } }, async ({ page, banner, button }) => {
      assert.equal(await banner.evaluate((one) => getComputedStyle(one).borderTopStyle), 'solid')
      await button('Choose').click()
      const checkbox = page.getByRole('checkbox').first()
      assert.equal(await checkbox.evaluate((one) => getComputedStyle(one).appearance), 'auto')
    })
  })
})

describe('languages', () => {
  for (const language of LANGUAGES) {
    test(`${language}: all words fit a narrow screen`, async () => {
      const lang = `${language}-XX`
      const options = { lang, languages: [language], browser: NARROW, config: LONG }
      await visit(options, async ({ page, banner, button, manager }) => {
        const words = textsFor([language])[language]
        assert.ok(words)
        await page.getByRole('region', { name: words.title }).waitFor()
        const host = page.locator('hallpass-consent')
        assert.equal(await host.getAttribute('lang'), language)
        assert.equal(await host.getAttribute('dir'), language === 'ar' ? 'rtl' : 'ltr')
        const clipped = (what: Locator) =>
          what.evaluate((one) =>
            [one, ...one.querySelectorAll('*')]
              .filter(({ scrollWidth, clientWidth }) => clientWidth && scrollWidth > clientWidth)
              .map(({ textContent }) => textContent),
          )
        assert.deepEqual(await clipped(banner), [])
        await button(words.choose).click()
        await manager.waitFor()
        assert.deepEqual(await clipped(manager), [])
        const shown = (await manager.textContent()) ?? ''
        for (const { title, description } of Object.values(words.categories)) {
          assert.ok(shown.includes(title) && shown.includes(description))
        }
      })
    })
  }

  test('a language without words is English, and says so', async () => {
    await visit({ lang: 'ar', languages: ['de'] }, async ({ page, banner }) => {
      await banner.waitFor()
      const host = page.locator('hallpass-consent')
      assert.deepEqual(
        [await host.getAttribute('lang'), await host.getAttribute('dir')],
        ['en', 'ltr'],
      )
    })
  })

  test('the words of the site are shown as they are: no HTML', async () => {
    const texts = { en: { title: '<img src=x onerror=alert(1)>', body: '</script><b>Bold</b>' } }
    await visit({ config: { texts } }, async ({ banner, errors }) => {
      assert.match((await banner.textContent()) ?? '', /<img .*>.*<\/script><b>Bold<\/b>/)
      assert.deepEqual(errors, [])
    })
  })
})
