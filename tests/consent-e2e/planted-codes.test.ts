/** A callback that somebody else began, planted by a link or behind the visitor's back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caughtCallback, codeOf } from './callbacks.ts'
import { evilSite } from './evil-site.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

const AUTH = '_cookies_auth_token'
const REFUSED = /refused: it was not started by this browser/

test('planted by a link: choices stay their own, and the record of the attacker is unchanged', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const evil = await evilSite(t)
  const mallory = await world.person(t)
  const callback = await caughtCallback(mallory, shop)
  const theirs = await mallory.id(central)

  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Only essential')
  const [own, before] = [await ana.id(central), await ana.cookie(shop, AUTH)]
  assert.notEqual(own, theirs)

  evil.page(`<a href="${callback.href.replaceAll('&', '&amp;')}">Win</a>`)
  await ana.page.goto(evil.origin)
  const actions = ana.actions.length
  await ana.page.getByText('Win').click()
  await ana.settles(actions)
  assert.equal(ana.page.url(), `${shop.origin}/`)
  assert.equal(await ana.cookie(shop, AUTH), before)
  assert.match(shop.log.text, REFUSED)
  assert.doesNotMatch(shop.log.text, new RegExp(codeOf(callback)))

  await ana.opens()
  await ana.chooses('Accept all')
  assert.deepEqual(await central.acts(own), ['reject_all', 'accept_all'])
  assert.deepEqual(await central.acts(theirs), [])

  // Nobody used up the code: in the browser that began, it works.
  await mallory.visits({ origin: callback.href }, '')
  assert.notEqual(await mallory.cookie(shop, AUTH), undefined)
})

test('planted in a browser that the site does not know, also with a state of its own', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
  const evil = await evilSite(t)
  const mallory = await world.person(t)
  const callback = await caughtCallback(mallory, shop)
  const theirs = await mallory.id(central)

  const planted: URL[] = [callback]
  const bare = new URL(callback)
  bare.searchParams.delete('state')
  planted.push(bare)
  const twice = new URL(callback)
  twice.searchParams.append('state', 'another')
  planted.push(twice)
  for (const url of planted) {
    const ben = await world.person(t)
    evil.page(`<script>location = ${JSON.stringify(url.href)}</script>`)
    await ben.page.goto(evil.origin, { waitUntil: 'commit' })
    await ben.settles(0)
    assert.equal(await ben.cookie(shop, AUTH), undefined, url.href)
    // The site was made to believe that they were at the service: the choice is kept until then.
    await ben.chooses('Accept all')
    assert.equal(await ben.accepted(shop), 'all')
    await ben.context.clearCookies({ name: '_cookies_redirect_attempted' })
    await ben.reloads()
    assert.notEqual(await ben.cookie(shop, AUTH), undefined)
    assert.deepEqual(await central.acts(await ben.id(central)), ['sync'])
  }

  // With a browser that is on its way itself: the state must fit, not merely be there.
  const cleo = await world.person(t)
  const own = await caughtCallback(cleo, shop)
  assert.notEqual(own.searchParams.get('state'), callback.searchParams.get('state'))
  await cleo.visits({ origin: callback.href }, '')
  assert.equal(await cleo.cookie(shop, AUTH), undefined)
  assert.deepEqual(await central.acts(theirs), [])

  // In a frame or by an image of another site, no cookie of the shop goes along.
  evil.page(`<iframe src="${callback.href}"></iframe><img src="${callback.href}" alt="">`)
  const dan = await world.person(t)
  await dan.page.goto(evil.origin)
  await dan.page.waitForTimeout(500)
  assert.equal(await dan.cookie(shop, AUTH), undefined)
})
