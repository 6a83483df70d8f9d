import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { FILTERED, scrubbed, scrubbedText } from './scrubbed.ts'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1bmEifQ.c2lnbmF0dXJlLW9mLWl0'

describe('what is scrubbed', () => {
  test('fields by their names, at any depth', () => {
    const event = {
      request: {
        url: 'https://shop.example/notes?page=2&token=hunter2',
        headers: {
          Authorization: 'hunter2',
          Cookie: 'hunter2',
          'X-Api-Key': 'hunter2',
          accept: '*',
        },
        data: { password: 'hunter2', list: [{ refreshToken: 'hunter2', title: 'Milk' }] },
        query_string: 'code=hunter2&page=2',
      },
      tags: { author: 'una' },
    }
    const clean = scrubbed(event)
    assert.ok(!JSON.stringify(clean).includes('hunter2'))
    assert.equal(clean.request.url, `https://shop.example/notes?page=2&token=${FILTERED}`)
    assert.equal(clean.request.headers.accept, '*')
    assert.equal(clean.request.data.list[0]?.title, 'Milk')
    assert.equal(clean.tags.author, 'una')
    assert.equal(event.request.headers.Cookie, 'hunter2')
  })

  const texts: readonly [string, string][] = [
    [`the token ${JWT} is wrong`, `the token ${FILTERED} is wrong`],
    ['Authorization: Bearer abcdef123456', `Authorization: Bearer ${FILTERED}`],
    ['cannot reach postgres://shop:hunter2@db/shop', `cannot reach postgres://${FILTERED}@db/shop`],
    ['redis://:hunter2@cache:6379', `redis://${FILTERED}@cache:6379`],
    ['GET /cb?code=hunter2&state=hunter2', `GET /cb?code=${FILTERED}&state=${FILTERED}`],
    ['{"password":"hunter2"}', `{"password":${FILTERED}}`],
    ["password = 'hunter2'", `password = ${FILTERED}`],
    ['{"password":"say \\"hunter2"}', `{"password":${FILTERED}}`],
    ['{"body":"{\\"password\\":\\"hunter2\\"}"}', `{"body":"{\\"password\\":${FILTERED}}"}`],
    ['{"message":"password: hunter2"}', `{"message":"password: ${FILTERED}"}`],
    ['{"token":"hunter2', `{"token":${FILTERED}`],
    [`renewed with hpr_${'A1-_'.repeat(22)}.`, `renewed with ${FILTERED}.`],
    ['Cookie: a=hunter2; b=hunter2', `Cookie: ${FILTERED}`],
    ['redis://default:p@hunter2@cache', `redis://${FILTERED}@cache`],
    ['smtp://me@shop.example:hunter2@mail', `smtp://${FILTERED}@mail`],
    ['postgres://shop:a/hunter2@db/shop', `postgres://${FILTERED}@db/shop`],
    ['https://shop.example:8080/@una', 'https://shop.example:8080/@una'],
  ]
  for (const [text, expected] of texts) {
    test(`text: ${expected}`, () => assert.equal(scrubbedText(text), expected))
  }

  test('what has no secret stays as it is', () => {
    for (const text of ['', 'a note about milk', 'GET /notes?offset=20&limit=5', 'x=1; y=2']) {
      assert.equal(scrubbedText(text), text)
    }
    const event = { level: 'error', timestamp: 1.5, list: [1, null, true], at: new Date(0) }
    assert.deepEqual(scrubbed(event), event)
  })

  test('all that is under the name of a secret', () => {
    const headers = { 'set-cookie': ['a=hunter2', 'b=hunter2'], authorization: { raw: 'hunter2' } }
    const clean = scrubbed({
      headers,
      tokens: [['hunter2'], 17, null],
      at: { secret: new Date(0) },
    })
    assert.deepEqual(clean, {
      headers: { 'set-cookie': [FILTERED, FILTERED], authorization: { raw: FILTERED } },
      tokens: [[FILTERED], FILTERED, null],
      at: { secret: FILTERED },
    })
  })

  // 16,384 characters of each took from half a second to many minutes.
  const slow = [
    '-token',
    '-eyJaaaa',
    'a-',
    'a://b:',
    '-token=',
    'token ',
    `token:"'`,
    'hpr_-',
    'cookie',
  ]
  for (const piece of slow) {
    test(`what a client repeats is done in time: ${piece}`, { timeout: 20_000 }, () => {
      assert.equal(typeof scrubbedText(piece.repeat(20_000)), 'string')
    })
  }

  test('circles end, and depth does', () => {
    const ring: Record<string, unknown> = { name: 'ring' }
    ring.self = ring
    assert.deepEqual(scrubbed(ring), { name: 'ring', self: FILTERED })
    let deep: unknown = 'hunter2'
    for (let i = 0; i < 100; i++) deep = { deep }
    assert.ok(!JSON.stringify(scrubbed(deep)).includes('hunter2'))
  })

  test('never throws, takes no long time over any text, and is done once', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void scrubbed(value)),
      PROPERTY_RUNS,
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const once = scrubbedText(text)
        assert.equal(scrubbedText(once).includes('hunter2'), once.includes('hunter2'))
      }),
      PROPERTY_RUNS,
    )
  })
})
