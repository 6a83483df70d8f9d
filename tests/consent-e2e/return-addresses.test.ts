/** Ways back that lead elsewhere, in every spelling: the browser never goes there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EvilSite, evilSite } from './evil-site.ts'
import type { Site } from './sites.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

/** The spellings of a way from the shop to an evil host, as they stand in an address. */
function spellings({ host, port, origin }: EvilSite, shop: Site): string[] {
  const shopHost = new URL(shop.origin).host
  return [
    `//${host}/`,
    `///${host}/`,
    `////${host}`,
    `/\\${host}/`,
    `\\\\${host}/`,
    `/%09/${host}/`,
    `/%0a/${host}/`,
    `/%0d%0a/${host}/`,
    `/%2f/${host}/`,
    `/%2f${host}/`,
    `/%5c${host}/`,
    `/%252f${host}/`,
    `/.//${host}/`,
    `/..//${host}/`,
    `/a/../..//${host}/`,
    `%20//${host}/`,
    `http:${host}/`,
    `http:/${host}/`,
    `http:\\\\${host}/`,
    `HTTP://${host}/`,
    `hTtP%3a%2f%2f${host}/`,
    origin,
    `${origin}/?${shop.origin}`,
    `${origin}/#${shop.origin}/`,
    `http://${shopHost}@${host}/`,
    `http://shop.localhost:x@${host}/`,
    `http://${host}\\@${shopHost}/`,
    `http://${host}%23@${shopHost}/`,
    `http://${shopHost}.${host}/`,
    `http://evil-${shopHost.replace(/\d+$/, String(port))}/`,
    `http://shop.localhost.:${port}/`,
    `http://shop.localhost:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `javascript:location='${origin}'`,
    `java%0ascript:location='${origin}'`,
    `data:text/html,<script>location='${origin}'</script>`,
    `/%0d%0alocation:%20${origin}`,
    `/x%0d%0arefresh:%200;url=${origin}`,
  ]
}

test('the site’s callback sends nobody elsewhere', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const evil = await evilSite(t)
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Accept all')
  for (const wanted of spellings(evil, shop)) {
    for (const written of [wanted, encodeURIComponent(wanted)]) {
      const url = `${shop.origin}/_cookies/callback?code=none&return_uri=${written}`
      await ana.page.goto(url, { waitUntil: 'commit' })
      assert.equal(new URL(ana.page.url()).origin, shop.origin, written)
    }
  }
  assert.deepEqual(evil.asked, [])
  assert.equal(await ana.accepted(shop), 'all')
})

test('the service sends nobody off the origins that are registered', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
  const evil = await evilSite(t)
  const ana = await world.person(t)
  await ana.visits(shop)
  const wanted = spellings(evil, shop)
  for (const tail of [...wanted, ...wanted.map((spelling) => shop.origin + spelling)]) {
    for (const written of [tail, encodeURIComponent(tail)]) {
      const url = `${central.url}/api/v1/cookies/session?return_uri=${written}`
      await ana.page.goto(url, { waitUntil: 'commit' }).catch((error: Error) => {
        // What a browser takes for no address at all, or leaves while it is loading.
        assert.match(error.message, /interrupted|ERR_ABORTED|invalid/i, written)
      })
      const { origin } = new URL(ana.page.url())
      assert.ok(origin === central.url || origin === shop.origin, `${written}: ${origin}`)
    }
  }
  assert.deepEqual(evil.asked, [])
  const before = ana.actions.length
  await ana.page.goto(shop.origin, { waitUntil: 'commit' })
  await ana.settles(before)
  await ana.chooses('Accept all')
  assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all'])
})
