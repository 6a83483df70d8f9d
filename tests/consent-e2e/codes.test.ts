/** Codes that must not count any more, or never did at this site. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caughtCallback, codeOf } from './callbacks.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

const AUTH = '_cookies_auth_token'
const TOKEN = '/api/v1/token'

test('a used, a late and a foreign code are refused; the visitor goes on to the page', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })

  /** Somebody on their way back to the shop; their code may be another. */
  const comesBack = async (spoil: (callback: URL) => Promise<URL>) => {
    const ana = await world.person(t)
    const callback = await spoil(await caughtCallback(ana, shop))
    await ana.visits({ origin: callback.href }, '')
    assert.equal(ana.page.url(), `${shop.origin}/`)
    assert.deepEqual(ana.errors, [])
    return await ana.cookie(shop, AUTH)
  }

  assert.notEqual(await comesBack(async (callback) => callback), undefined, 'as it should be')

  const used = await comesBack(async (callback) => {
    const first = await central.ask(shop.key, TOKEN, { code: codeOf(callback) })
    assert.equal(first.status, 200)
    return callback
  })
  assert.equal(used, undefined)

  const late = await comesBack(async (callback) => {
    central.ahead += 61
    return callback
  })
  assert.equal(late, undefined)

  const mallory = await world.person(t)
  const stranger = codeOf(await caughtCallback(mallory, news))
  const foreign = await comesBack(async (callback) => {
    callback.searchParams.set('code', stranger)
    return callback
  })
  assert.equal(foreign, undefined)
  // The shop tried it: it is gone for the site that it was made for too.
  const gone = await central.ask(news.key, TOKEN, { code: stranger })
  assert.deepEqual([gone.status, (await gone.json()).code], [400, 'code_invalid'])

  // The key of one site does not take the codes of another.
  const own = codeOf(await caughtCallback(await world.person(t), shop))
  assert.equal((await central.ask(news.key, TOKEN, { code: own })).status, 400)
  assert.equal((await central.ask('hpk_none', TOKEN, { code: own })).status, 401)
})

test('the way back, walked again: nothing happens', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await world.person(t)
  const callback = await caughtCallback(ana, shop)
  await ana.visits({ origin: callback.href }, '')
  const token = await ana.cookie(shop, AUTH)
  await ana.chooses('Accept all')
  await ana.visits({ origin: callback.href }, '')
  assert.equal(await ana.cookie(shop, AUTH), token)
  assert.equal(await ana.accepted(shop), 'all')
})
