import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actName, broken, moment, percent, shortDay, siteName, span } from './text.ts'

test('a share is told to a tenth of a percent', () => {
  assert.equal(percent(0.6149), '61.5%')
})

test('an address breaks before its dots and its port, and is escaped', () => {
  assert.equal(
    broken('http://shop.localhost:9001').toString(),
    'http://<wbr>shop<wbr>.localhost<wbr>:9001',
  )
  assert.equal(broken('https://[::1]').toString(), 'https://<wbr>[:<wbr>:1]')
  assert.equal(broken('a.<b>').toString(), 'a<wbr>.&lt;b&gt;')
})

test('times are in UTC, and say so', () => {
  assert.equal(
    moment(Date.UTC(2026, 10, 4, 5, 7)).toString(),
    '<time datetime="2026-11-04T05:07:00.000Z">4 Nov 2026, 05:07 UTC</time>',
  )
  assert.equal(shortDay('2026-11-04'), '4 Nov')
  assert.deepEqual([1e3, 7e6, 1.7e8, 9e8].map(span), ['1 minute', '1 hour', '47 hours', '10 days'])
})

test('names of what is gone or unknown are still names', () => {
  const site = { id: '1', origin: 'https://a.example', callback: '/', createdAt: 0 }
  assert.equal(siteName('1', [site]), 'https://a.example')
  assert.equal(siteName('2', [site]), 'A removed site')
  assert.equal(siteName(undefined, [site]), 'Choices page')
  assert.equal(actName('toString' as never), 'toString')
})
