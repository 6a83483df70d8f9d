import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ourService, siteOf } from './site-world.ts'

test('a return address is a page of the site, in every spelling', async (t) => {
  const site = siteOf(t, await ourService().listen(t))
  const refused = [
    '/\\evil.example',
    '//evil.example',
    '///evil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://evil-shop.example/',
    'https://shop.example@evil.example/',
    'https://user@shop.example/',
    'http://shop.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/..//evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    ' //evil.example',
    'evil.example',
    '/a\r\nset-cookie: x=1',
    '#//evil.example',
    '',
    `/${'a'.repeat(3000)}`,
  ]
  for (const wanted of refused) {
    const answer = await site.callback(`return_uri=${encodeURIComponent(wanted)}`)
    assert.equal(answer.header('location'), '/', wanted)
  }
  const twice = await site.callback('return_uri=%2Fa&return_uri=%2F%2Fevil.example')
  assert.equal(twice.header('location'), '/')
  const kept: readonly (readonly [string, string])[] = [
    ['/cart?item=1&next=/pay', '/cart?item=1&next=/pay'],
    ['/help?x=1#part-2', '/help?x=1#part-2'],
    ['https://shop.example/help', '/help'],
    ['/help#a"><script>', '/help'],
  ]
  for (const [wanted, location] of kept) {
    const answer = await site.callback(`return_uri=${encodeURIComponent(wanted)}`)
    assert.equal(answer.header('location'), location)
  }
})

test('a page at another address than the site’s is not sent out: it would not come back', async (t) => {
  const site = siteOf(t, await ourService().listen(t))
  for (const referer of ['https://www.shop.example/private', 'http://shop.example/private']) {
    const answer = await site.init({ referer })
    assert.equal(answer.json().action, 'none', referer)
    assert.deepEqual(answer.cookies, [])
  }
  assert.match(site.log.text, /pages of baseUrl alone/)
  assert.doesNotMatch(site.log.text, /private/)
  for (const referer of ['https://shop.example/cart', 'no address', '']) {
    assert.equal((await site.init({ referer })).json().action, 'redirect', referer)
  }
})
