import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ourService, siteOf } from './site-world.ts'

/** What the script is started with. */
function configOf(body: string): Record<string, unknown> {
  return JSON.parse(/hallpassConsent\.start\((.*)\);\n$/s.exec(body)?.[1] ?? '')
}

test('the banner’s script has the site’s configuration in it', async (t) => {
  const url = await ourService().listen(t)
  const banner = {
    policyUrl: '/cookies',
    texts: { en: { title: '</script><script>alert(1)</script>' }, de: { title: 'Kekse?' } },
    languages: ['ja', 'xx'],
  }
  const categories = [
    { id: 'essential', always: true },
    { id: 'ads', classic: 'performance' },
  ] as const
  const site = siteOf(t, url, { banner, categories, days: 30 })
  const answer = await site.ask('/_choices/ask.js')
  assert.equal(answer.status, 200)
  assert.equal(answer.header('content-type'), 'text/javascript; charset=utf-8')
  assert.equal(answer.header('cache-control'), 'public, max-age=300')
  assert.ok(!answer.body.slice(-5000).includes('</script>'))
  const config = configOf(answer.body)
  assert.deepEqual(config.categories, categories)
  assert.equal(config.policyUrl, '/cookies')
  assert.equal(config.days, 30)
  const texts = config.texts as Record<string, Record<string, string>>
  assert.deepEqual(Object.keys(texts).sort(), ['de', 'en', 'ja'])
  assert.equal(texts.de?.title, 'Kekse?')
  assert.ok(texts.de?.save, 'the built-in words stand for the others')
  assert.ok(!answer.body.includes('hpk_'), 'no key')
})

test('a script that a browser has is not sent again', async (t) => {
  const url = await ourService().listen(t)
  const site = siteOf(t, url)
  const tag = (await site.ask('/_choices/ask.js')).header('etag') ?? ''
  for (const header of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const answer = await site.ask('/_choices/ask.js', { headers: { 'if-none-match': header } })
    assert.equal(answer.status, 304, header)
    assert.equal(answer.body, '')
  }
  const other = siteOf(t, url, { days: 9 })
  const answer = await other.ask('/_choices/ask.js', { headers: { 'if-none-match': tag } })
  assert.equal(answer.status, 200, 'another configuration is another script')
})
