import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseReceipt, verifyReceipt } from '../../src/consent-service/log/receipt.ts'
import { allEntries, verifyLog } from '../../src/consent-service/log/verify.ts'
import { CONSENT, pagesWorld, submit, textOf } from './pages-world.ts'

const CATEGORIES = [
  { id: 'essential', always: true },
  { id: 'performance', classic: 'performance' },
  { id: 'video', title: 'Video', description: 'Films of others' },
] as const

describe('the page of a visitor', () => {
  test('says so to somebody whom nobody knows, and offers no form', async (t) => {
    const pages = await pagesWorld(t)
    const page = await pages.browser().visit(`${CONSENT}/choices`)
    assert.equal(page.status, 200)
    assert.match(textOf(page), /Nothing is known of this browser/)
    assert.doesNotMatch(page.body, /<form/)
    const start = await pages.browser().visit(`${CONSENT}/`)
    assert.match(start.body, /href="\/choices"/)
  })

  test('records what is saved, under the policy that it showed', async (t) => {
    const pages = await pagesWorld(t)
    const { store } = pages.world
    await store.addPolicy({ text: 'Ours', categories: CATEGORIES, material: true, at: 1 })
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const before = await browser.visit(`${CONSENT}/choices`)
    assert.match(textOf(before), /No choice yet/)
    const saved = await submit(browser, before, '/choices', { act: 'saved', allow: ['video'] })
    assert.equal(saved.url, `${CONSENT}/choices`)
    assert.match(textOf(saved), /Saved\. .* In force .* version 1 of the policy · Choices page/)
    assert.match(saved.body, /value="video" checked/)
    assert.doesNotMatch(saved.body, /value="performance" checked/)
    const known = await store.visitor(visitor)
    assert.deepEqual(known?.choice?.choices, { performance: false, video: true })
    const [entry] = await store.log({ visitor, limit: 1 })
    assert.deepEqual([entry?.record?.policy, entry?.record?.policyShown], [1, true])
    // What was told is told once.
    assert.doesNotMatch(textOf(await browser.visit(`${CONSENT}/choices`)), /Saved\./)
  })

  test('accepts all, and refuses all, whatever is ticked', async (t) => {
    const pages = await pagesWorld(t)
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const choose = async (act: string, allow: readonly string[]) => {
      const page = await browser.visit(`${CONSENT}/choices`)
      await submit(browser, page, '/choices', { act, allow })
      return (await pages.world.store.visitor(visitor))?.choice
    }
    const all = await choose('accept_all', [])
    assert.deepEqual(
      [all?.act, all?.choices],
      ['accept_all', { performance: true, functionality: true }],
    )
    const none = await choose('reject_all', ['performance'])
    assert.deepEqual(none?.choices, { performance: false, functionality: false })
  })

  test('changes nothing under a policy that it did not show, or when it is too old', async (t) => {
    const pages = await pagesWorld(t)
    const { store, clock } = pages.world
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    await store.addPolicy({ text: 'New', categories: CATEGORIES, material: true, at: 1 })
    const refused = await submit(browser, page, '/choices', { act: 'accept_all' })
    assert.match(textOf(refused), /The policy has changed while you were choosing/)
    clock.time += 12 * 3600 + 1
    const old = await submit(browser, refused, '/choices', { act: 'accept_all' })
    assert.match(textOf(old), /open for too long/)
    assert.equal((await store.visitor(visitor))?.choice, undefined)
  })

  test('refuses a category that is not asked about, and a button that is not there', async (t) => {
    const pages = await pagesWorld(t)
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    for (const fields of [
      { act: 'saved', allow: ['other'] },
      { act: 'gpc' },
      { act: 'sync' },
      {},
    ]) {
      assert.equal((await submit(browser, page, '/choices', fields)).status, 400)
    }
    assert.equal((await pages.world.store.visitor(visitor))?.choice, undefined)
  })

  test('says that a material change asks again, and what the privacy signal does', async (t) => {
    const pages = await pagesWorld(t)
    const { store } = pages.world
    const { browser } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    await submit(browser, page, '/choices', { act: 'accept_all' })
    await store.addPolicy({ text: 'New', categories: CATEGORIES, material: true, at: 1 })
    const signal = { headers: { 'sec-gpc': '1' } }
    const again = await browser.visit(`${CONSENT}/choices`, signal)
    assert.match(textOf(again), /To be asked again .* changed in substance/)
    assert.match(
      textOf(again),
      /Global Privacy Control signal\. As long as you choose nothing else/,
    )
    assert.doesNotMatch(again.body, /value="\w+" checked/)
    const saved = await submit(browser, again, '/choices', { act: 'saved' })
    assert.doesNotMatch(textOf(saved), /Privacy Control/)
    assert.match(textOf(await browser.visit(`${CONSENT}/choices`, signal)), /goes before it/)
  })

  test('gives a receipt that proves itself, as a file', async (t) => {
    const pages = await pagesWorld(t)
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    await submit(browser, page, '/choices', { act: 'accept_all' })
    const file = await browser.visit(`${CONSENT}/choices/receipt`)
    assert.match(
      file.headers['content-disposition'] ?? '',
      /^attachment; filename="consent-\w{8}\.json"$/,
    )
    assert.deepEqual(file.json().known_on, ['https://shop.example'])
    const receipt = parseReceipt(file.body)
    assert.equal(receipt.visitor, visitor)
    const verdict = await verifyReceipt(receipt, allEntries(pages.world.store))
    assert.deepEqual(verdict, { ok: true, entries: 1, forgotten: 0 })
  })

  test('gives a receipt without entries to who has not chosen', async (t) => {
    const pages = await pagesWorld(t)
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const file = await browser.visit(`${CONSENT}/choices/receipt`)
    const { entries, ...receipt } = parseReceipt(file.body)
    assert.deepEqual([receipt.visitor, entries], [visitor, []])
    assert.deepEqual(file.json().known_on, ['https://shop.example'])
  })

  test('forgets: asks first, erases what can be read, clears the cookie', async (t) => {
    const pages = await pagesWorld(t)
    const { store } = pages.world
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    await submit(browser, page, '/choices', { act: 'accept_all' })
    const ask = await browser.visit(`${CONSENT}/choices/forget`)
    assert.notEqual(await store.visitor(visitor), undefined)
    const done = await submit(browser, ask, '/choices/forget')
    assert.equal(done.url, `${CONSENT}/choices/forgotten`)
    assert.deepEqual(browser.jar.at(CONSENT), {})
    assert.equal(await store.visitor(visitor), undefined)
    assert.equal((await verifyLog(allEntries(store))).ok, true)
    assert.match(textOf(await browser.visit(`${CONSENT}/choices`)), /Nothing is known/)
  })

  test('knows nobody by a cookie whose visitor was forgotten elsewhere', async (t) => {
    const pages = await pagesWorld(t)
    const { browser, visitor } = await pages.visitor(await pages.shop())
    const page = await browser.visit(`${CONSENT}/choices`)
    await pages.world.store.forget(visitor, 1)
    for (const path of ['/choices', '/choices/forget', '/choices/receipt']) {
      assert.match(textOf(await browser.visit(CONSENT + path)), /Nothing is known/)
    }
    const late = await submit(browser, page, '/choices', { act: 'accept_all' })
    assert.match(textOf(late), /Nothing is known/)
  })
})
