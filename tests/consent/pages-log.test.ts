import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { CONSENT, DASHBOARD_KEY, PagesWorld, pagesWorld, submit, textOf } from './pages-world.ts'
import { temporaryFolder, worldOn } from './service-world.ts'

const CHOICES = { performance: true, functionality: false }

/** Visitors of two sites, each with one choice. */
async function filled(pages: PagesWorld, many: number) {
  const { store } = pages.world
  const shop = await pages.shop()
  const blog = await pages.world.addSite('https://blog.example')
  const visitors: string[] = []
  for (let i = 0; i < many; i++) {
    const visitor = crypto.randomUUID()
    const site = (i % 2 === 0 ? shop : blog).site.id
    const at = (pages.world.clock.time - many + i) * 1000
    await store.know(visitor, site, at)
    const change = { visitor, site, choices: CHOICES, act: 'saved', policy: 0, at } as const
    await store.record({ ...change, policyShown: false })
    visitors.push(visitor)
  }
  return { store, shop, blog, visitors }
}

describe('the log of the dashboard', () => {
  test('is paged, newest first, and filtered by site and by visitor', async (t) => {
    const pages = await pagesWorld(t)
    const { shop, visitors } = await filled(pages, 60)
    const staff = await pages.staff()
    const rows = (body: string) =>
      [...body.matchAll(/<td class="number" data-label="No.">(\d+)/g)].map(([, no]) => Number(no))
    const first = await staff.visit(`${CONSENT}/dashboard/log`)
    assert.deepEqual(
      rows(first.body),
      Array.from({ length: 25 }, (_, i) => 60 - i),
    )
    const [, older = ''] = /href="([^"]+)">Older/.exec(first.body) ?? []
    const second = await staff.visit(CONSENT + older.replaceAll('&amp;', '&'))
    assert.deepEqual(
      rows(second.body),
      Array.from({ length: 25 }, (_, i) => 35 - i),
    )
    assert.match(second.body, />Newest</)
    const ofShop = await staff.visit(`${CONSENT}/dashboard/log?site=${shop.site.id}&visitor=`)
    assert.deepEqual(
      rows(ofShop.body),
      Array.from({ length: 25 }, (_, i) => 59 - 2 * i),
    )
    const one = await staff.visit(`${CONSENT}/dashboard/log?visitor=+${visitors[4]?.toUpperCase()}`)
    assert.deepEqual(rows(one.body), [5])
    const none = await staff.visit(`${CONSENT}/dashboard/log?visitor=x`)
    assert.match(textOf(none), /This is no visitor’s number/)
    for (const before of ['0', '-3', 'x', '1e99', '1.5']) {
      const page = await staff.visit(`${CONSENT}/dashboard/log?before=${before}`)
      assert.equal(rows(page.body).length, 25, before)
    }
  })

  test('shows what was forgotten as such, and a whole chain', async (t) => {
    const pages = await pagesWorld(t)
    const { visitors } = await filled(pages, 3)
    const staff = await pages.staff()
    const [visitor = ''] = visitors
    const page = await staff.visit(`${CONSENT}/dashboard/visitor?id=${visitor}`)
    assert.match(textOf(page), /Known on https:\/\/shop\.example/)
    assert.match(textOf(page), /✓ Performance : agreed – Functionality : refused/)
    const file = await staff.visit(`${CONSENT}/dashboard/visitor/receipt?id=${visitor}`)
    assert.equal(file.json().visitor, visitor)
    const ask = await staff.visit(`${CONSENT}/dashboard/visitor/delete?id=${visitor}`)
    const done = await submit(staff, ask, '/dashboard/visitor/delete')
    assert.match(textOf(done), /The visitor was deleted/)
    for (const path of ['', '/receipt', '/delete']) {
      const gone = await staff.visit(`${CONSENT}/dashboard/visitor${path}?id=${visitor}`)
      assert.equal(gone.status, 404)
    }
    const log = await staff.visit(`${CONSENT}/dashboard/log`)
    assert.match(textOf(log), /A visitor was forgotten/)
    assert.match(log.body, /<td class="what forgotten"/)
    assert.ok(!log.body.includes(visitor))
    const chain = await staff.visit(`${CONSENT}/dashboard/chain`)
    const checked = textOf(await submit(staff, chain, '/dashboard/chain'))
    assert.match(checked, /The chain is whole.* 4 entries Forgotten among them 1 Head [0-9a-f]{64}/)
  })

  test('of more entries than a request can check is left to the command line', async (t) => {
    const file = join(temporaryFolder(t), 'consent.db')
    const pages = new PagesWorld(
      await worldOn(t, await openSqlite(file), { dashboard: { key: DASHBOARD_KEY } }),
    )
    const staff = await pages.staff()
    const chain = await staff.visit(`${CONSENT}/dashboard/chain`)
    const database = new DatabaseSync(file)
    database.exec('UPDATE head SET seq = 50001')
    database.close()
    const refused = await submit(staff, chain, '/dashboard/chain')
    assert.match(textOf(refused), /more than 50,000 entries is not checked here\. Run: hallpass c/)
    assert.doesNotMatch(refused.body, /<button class="main">Check/)
  })

  test('begins empty, and says what comes next', async (t) => {
    const pages = await pagesWorld(t)
    const staff = await pages.staff()
    const at = async (path: string) => textOf(await staff.visit(`${CONSENT}/dashboard${path}`))
    assert.match(await at('/log'), /The log is empty .* hallpass consent verify/)
    assert.match(await at(''), /No site yet .* hallpass consent site add/)
    await pages.shop()
    assert.match(await at('?days=90'), /No choices in 90 days/)
    assert.match(await at('/visitor'), /The visitor’s number/)
  })
})

describe('the overview of the dashboard', () => {
  test('counts, compares and draws', async (t) => {
    const pages = await pagesWorld(t)
    await filled(pages, 5)
    const staff = await pages.staff()
    for (const days of ['7', '30', '90', '365', 'x']) {
      const page = await staff.visit(`${CONSENT}/dashboard?days=${days}`)
      assert.match(textOf(page), /Visitors known 5 5 entries .* Choices today 5 0 yesterday/)
      assert.match(textOf(page), /Own choice 100\.0% none in the \d+ days before/)
      assert.match(
        page.body,
        /<svg class="plot for-wide"[^>]*role="img" aria-label="Choices in each/,
      )
      assert.match(textOf(page), /https:\/\/shop\.example 3 0\.0% 0\.0% https:\/\/blog\.example 2/)
    }
  })
})
