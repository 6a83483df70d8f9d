import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sitesJson, sitesText } from './list.ts'

const createdAt = Date.parse('2026-11-24T05:00:00Z')
const endsAt = Date.parse('2026-11-26T05:00:00Z')
const site = { id: '1', origin: 'https://shop.example', callback: '/c', createdAt }
const key = { id: '1', siteId: '1', createdAt, endsAt: undefined }

test('a table', () => {
  assert.match(sitesText([]), /^There is no site yet\. To add one: hallpass consent site add /)
  const other = { ...site, origin: 'http://a.localhost' }
  assert.equal(
    sitesText([
      { site, keys: [key, { ...key, endsAt }] },
      { site: other, keys: [key] },
    ]),
    [
      'Origin                Callback  Since       Keys',
      'https://shop.example  /c        2026-11-24  2 keys; old ones until 2026-11-26T05:00Z',
      'http://a.localhost    /c        2026-11-24  1 key',
      '',
    ].join('\n'),
  )
})

test('JSON', () => {
  assert.deepEqual(JSON.parse(sitesJson([{ site, keys: [{ ...key, endsAt }] }])), [
    {
      origin: 'https://shop.example',
      callback: '/c',
      createdAt: '2026-11-24T05:00:00.000Z',
      keys: [{ createdAt: '2026-11-24T05:00:00.000Z', endsAt: '2026-11-26T05:00:00.000Z' }],
    },
  ])
})
