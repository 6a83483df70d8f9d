/** Ids and keys that somebody guessed, or has from another site: they reveal and change nothing. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { URLSafeTimedSerializer } from '../../src/signing.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

const ROUNDS = 150
const ALL = { preferences: { consent: 'all' } }
const pathOf = (visitor: string) => `/api/v1/users/${visitor}/preferences`

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

test('with the key of another site a visitor looks like nobody, in words and in time', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Only essential')
  const visitor = await ana.id(central)
  assert.equal((await central.ask(shop.key, pathOf(visitor))).status, 200)

  const answerTo = async (id: string, body?: object) => {
    const answer = await central.ask(news.key, pathOf(id), body)
    return { status: answer.status, text: await answer.text() }
  }
  for (const body of [undefined, ALL]) {
    const known = await answerTo(visitor, body)
    assert.equal(known.status, 404)
    for (const other of [randomUUID(), visitor.toUpperCase(), 'x', '%00', '..%2f..%2fusers']) {
      assert.deepEqual(await answerTo(other, body), known, other)
    }
  }
  assert.deepEqual(await central.acts(visitor), ['reject_all'])

  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const timed = async (kind: 'known' | 'unknown', id: string) => {
    const start = performance.now()
    await answerTo(id)
    times[kind].push(performance.now() - start)
  }
  for (let round = 0; round < ROUNDS; round++) {
    await timed('known', visitor)
    await timed('unknown', randomUUID())
  }
  const [known, unknown] = [median(times.known), median(times.unknown)]
  t.diagnostic(`known elsewhere ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms (medians)`)
  assert.ok(Math.abs(known - unknown) < Math.max(known, unknown) / 2, `${known}, ${unknown} ms`)
})

test('cookies that somebody made up: nobody is who they say', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Accept all')
  const visitor = await ana.id(central)

  const signer = new URLSafeTimedSerializer(['a secret that is not the site’s'], {
    salt: 'cookie-consent-signer',
  })
  for (const value of [visitor, `"${visitor}"`, signer.dumps(visitor)]) {
    const mallory = await world.person(t)
    const made = [
      { name: '_cookies_auth_token', value, url: shop.origin },
      { name: 'hallpass-visitor', value, url: central.url },
    ]
    await mallory.context.addCookies(made)
    await mallory.page.goto(`${central.url}/choices`)
    assert.match((await mallory.page.textContent('h1')) ?? '', /Nothing is known/)
    await mallory.visits(shop)
    assert.equal(mallory.trips.length, 1, 'the site does not know them')
    assert.deepEqual([...mallory.asked], [shop.origin])
    await mallory.chooses('Only essential')
    assert.notEqual(await mallory.id(central), visitor)
    assert.deepEqual(mallory.errors, [])
  }

  // The token of one site is nothing at another, nor is the cookie of the service.
  const news = await world.site(t, central, { name: 'news' })
  const all = await ana.context.cookies([shop.origin, central.url])
  for (const { name, value } of all) {
    if (name !== '_cookies_auth_token' && name !== 'hallpass-visitor') continue
    const mallory = await world.person(t)
    await mallory.context.addCookies([{ name: '_cookies_auth_token', value, url: news.origin }])
    await mallory.visits(news)
    assert.equal(mallory.trips.length, 1, name)
  }
  assert.deepEqual(await central.acts(visitor), ['accept_all'])
})
