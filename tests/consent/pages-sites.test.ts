import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONSENT, pagesWorld, submit, textOf } from './pages-world.ts'

const SITES = '/dashboard/sites'
const KEY = /hpk_[\w-]{43}/

describe('the sites of the dashboard', () => {
  test('are added with a key that is shown once, and works', async (t) => {
    const pages = await pagesWorld(t)
    const staff = await pages.staff()
    const empty = await staff.visit(CONSENT + SITES)
    assert.match(textOf(empty), /No site yet .* hallpass consent site add https:\/\/shop\.example/)
    const added = await submit(staff, empty, SITES, { origin: 'HTTPS://Shop.example/' })
    assert.equal(added.url, CONSENT + SITES)
    assert.match(textOf(added), /new API key of https:\/\/shop\.example /)
    const [key = ''] = KEY.exec(added.body) ?? []
    const answer = await pages.world.api(key, '/api/v1/token', { code: 'x' })
    assert.equal(((await answer.json()) as { code: string }).code, 'code_invalid')
    assert.doesNotMatch((await staff.visit(CONSENT + SITES)).body, KEY)
    assert.doesNotMatch(pages.world.log.join(''), KEY)
    const [site] = await pages.world.store.sites()
    assert.deepEqual([site?.origin, site?.callback], ['https://shop.example', '/_cookies/callback'])
  })

  test('are not added when the address is none, and what was written stays', async (t) => {
    const pages = await pagesWorld(t)
    await pages.shop()
    const staff = await pages.staff()
    const page = await staff.visit(CONSENT + SITES)
    const wrong = [
      ['', /scheme and the host/],
      ['shop.example', /scheme and the host/],
      ['javascript:alert(1)', /scheme and the host/],
      ['https://a:b@shop.example', /scheme and the host/],
      ['https://*.example', /scheme and the host/],
      ['https://x.example/path', /Leave out what follows the host: https:\/\/x\.example/],
      ['http://x.example', /on https/],
      ['https://shop.example', /registered already/],
    ] as const
    for (const [origin, said] of wrong) {
      const refused = await submit(staff, page, SITES, { origin })
      assert.equal(refused.status, 400, origin)
      assert.match(textOf(refused), said)
      assert.ok(refused.body.includes(`name="origin" value="${origin}"`), origin)
    }
    for (const callback of ['x', '//evil.example', '/a?b', '/a/../b', 'https://evil.example']) {
      const refused = await submit(staff, page, SITES, { origin: 'https://y.example', callback })
      assert.match(textOf(refused), /Write a path/, callback)
    }
    assert.equal((await pages.world.store.sites()).length, 1)
  })

  test('get another key, and the old one is taken for as long as was said', async (t) => {
    const pages = await pagesWorld(t)
    const { site, key } = await pages.shop()
    const staff = await pages.staff()
    const works = async (one: string) => (await pages.world.preferences(one, 'x')).status !== 401
    const rotate = async (grace: string) => {
      const page = await staff.visit(CONSENT + SITES)
      return await submit(staff, page, `${SITES}/rotate`, { grace })
    }
    const first = await rotate('3600')
    const [second = ''] = KEY.exec(first.body) ?? []
    assert.match(textOf(first), /Key 1 taken until .* Key 2 in use/)
    assert.deepEqual([await works(key), await works(second)], [true, true])
    pages.world.clock.time += 3601
    assert.deepEqual([await works(key), await works(second)], [false, true])
    const [third = ''] = KEY.exec((await rotate('0')).body) ?? []
    // At once, though the service had it in mind a moment ago.
    assert.deepEqual([await works(second), await works(third)], [false, true])
    assert.equal((await rotate('17')).status, 400)
    assert.equal((await pages.world.store.keys(site.id)).length, 3)
  })

  test('are removed after a question; one that is not there is said to be', async (t) => {
    const pages = await pagesWorld(t)
    const { site, key } = await pages.shop()
    const staff = await pages.staff()
    const ask = await staff.visit(`${CONSENT}${SITES}/remove?id=${site.id}`)
    assert.match(textOf(ask), /Remove https:\/\/shop\.example\? .* Its 1 key stop/)
    assert.match(textOf(ask), /at once, within five seconds on other instances/)
    assert.equal((await pages.world.preferences(key, 'x')).status, 404)
    assert.equal((await pages.world.session('https://shop.example/')).status, 302)
    assert.equal((await pages.world.store.sites()).length, 1)
    const done = await submit(staff, ask, `${SITES}/remove`)
    assert.match(textOf(done), /https:\/\/shop\.example was removed\. .* No site yet/)
    assert.equal((await pages.world.preferences(key, 'x')).status, 401)
    assert.equal((await pages.world.session('https://shop.example/')).status, 400)
    assert.equal((await staff.visit(`${CONSENT}${SITES}/remove?id=${site.id}`)).status, 400)
    assert.equal((await submit(staff, ask, `${SITES}/remove`)).status, 400)
  })
})
