/** Pages of other origins that post as if they were the visitor: nothing changes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evilSite } from './evil-site.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

const CHOICE = JSON.stringify({ preferences: { consent: 'all' }, act: 'accept_all' })

/** Posts from a page: by fetch in three ways, and by forms that a script sends into frames. */
function attack(url: string, fields: string): string {
  const plain = `name='${CHOICE.slice(0, -1)},"x":"' value='"}'`
  return `<iframe name="a"></iframe><iframe name="b"></iframe>
<form id="text" target="a" method="post" action="${url}" enctype="text/plain"><input ${plain}></form>
<form id="form" target="b" method="post" action="${url}">${fields}</form>
<script>
const post = (more) => fetch('${url}', { method: 'POST', credentials: 'include', body: '${CHOICE}', ...more }).catch(() => {})
Promise.all([
  post({ mode: 'no-cors' }),
  post({ headers: { 'content-type': 'application/json' } }),
  post({ mode: 'no-cors', headers: { 'content-type': 'text/plain' }, keepalive: true }),
  navigator.sendBeacon('${url}', '${CHOICE}'),
]).then(() => { text.submit(); form.submit(); setTimeout(() => { document.title = 'done' }, 400) })
</script>`
}

test('a site takes choices from its own pages alone, the service from its own', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const evil = await evilSite(t)
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Only essential')
  const visitor = await ana.id(central)

  // The token of a form that was made for somebody else.
  const mallory = await world.person(t)
  await mallory.visits(shop)
  await mallory.page.goto(`${central.url}/choices`)
  const token = await mallory.page.inputValue('form input[name=token] >> nth=0')
  const fields = `<input name="act" value="accept_all"><input name="policy" value="0"><input name="token" value="${token}">`

  const site = `${shop.origin}/_cookies/set-preferences`
  const targets = [site, `${central.url}/choices`, `${central.url}/choices/forget`]
  // Another site; and others of the same site, to whom the browser's Lax cookies go along.
  for (const name of ['evil', 'evil.shop', 'evil.consent', 'shop', 'consent']) {
    const origin = `http://${name}.localhost:${evil.port}`
    for (const target of targets) {
      evil.page(attack(target, fields))
      await ana.page.goto(origin)
      await ana.page.waitForFunction("document.title === 'done'")
    }
  }
  assert.deepEqual(await central.acts(visitor), ['reject_all'])
  assert.equal(await ana.accepted(shop), 'essential')
  assert.equal(await ana.id(central), visitor)
  await ana.aDayPasses(shop)
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'essential')

  // At the top, as a form that the visitor was made to send.
  for (const target of targets) {
    evil.page(`<form method="post" action="${target}">${fields}<button>Win</button></form>`)
    await ana.page.goto(`http://evil.consent.localhost:${evil.port}`)
    const answer = ana.page.waitForResponse(target)
    await ana.page.getByText('Win').click()
    assert.ok((await answer).status() >= 400 || target.includes('/choices'))
    await ana.page.waitForLoadState()
  }
  assert.deepEqual(await central.acts(visitor), ['reject_all'])
  assert.equal(await ana.id(central), visitor)
})

test('HTML in a policy is text on the pages of the service', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await world.person(t)
  const html = `<img src="/x" onerror="hacked = 1"><script>hacked = 1</script>
</details></div><a href="javascript:hacked=1">Click</a> & <b>bold</b> "quoted" 'too' {{1+1}}`
  const id = 'video'
  const name = `"><script>hacked = 1</script><i>Video</i>`
  const categories = [{ id, title: name, description: name }]
  await central.store.addPolicy({ text: html, categories, material: true, at: Date.now() })
  central.ahead += 10
  await ana.visits(shop)
  await ana.page.goto(`${central.url}/choices`)
  const shown = (await ana.page.locator('body').textContent()) ?? ''
  for (const line of html.split('\n')) assert.ok(shown.includes(line), line)
  assert.ok(shown.includes(name))
  assert.equal(await ana.page.locator('main img, main script, main b, main i').count(), 0)
  assert.equal(await ana.page.getByRole('link', { name: 'Click' }).count(), 0)
  assert.equal(await ana.page.evaluate('typeof hacked'), 'undefined')
})
