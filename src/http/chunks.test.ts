import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import {
  clearChunked,
  MAX_CHUNKS,
  MAX_COOKIE_BYTES,
  MAX_TOTAL_BYTES,
  readChunked,
  writeChunked,
} from './chunks.ts'
import { type CookieAttributes, type Cookies, readCookies } from './cookies.ts'
import type { HeaderList } from './exchange.ts'

const ATTRIBUTES: CookieAttributes = { path: '/', secure: true, sameSite: 'lax', maxAge: 86_400 }
const NAME = '__Host-hallpass'
const NONE: Cookies = {}

/** A browser's cookies after an answer. */
function browser(before: Cookies, headers: HeaderList): Cookies {
  const jar = new Map(Object.entries(before))
  for (const [, line] of headers) {
    const pair = line.slice(0, line.indexOf(';'))
    const at = pair.indexOf('=')
    if (line.includes('Max-Age=0;')) jar.delete(pair.slice(0, at))
    else jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  return readCookies(exchangeOf({ headers: { cookie } }))
}

function write(value: string, present: Cookies = NONE): HeaderList {
  const headers = writeChunked(NAME, value, ATTRIBUTES, present)
  assert.ok(headers)
  return headers
}

describe('writeChunked', () => {
  test('writes a short value as one cookie', () => {
    assert.deepEqual(write('hp1.abc'), [
      [
        'set-cookie',
        '__Host-hallpass=hp1.abc; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax',
      ],
    ])
  })

  test('fills one cookie to the last byte, attributes counted, before it takes another', () => {
    const room = MAX_COOKIE_BYTES - (write('x')[0]?.[1].length ?? 0) + 1
    const full = write('x'.repeat(room))
    assert.equal(full.length, 1)
    assert.equal(full[0]?.[1].length, MAX_COOKIE_BYTES)
    const two = write('x'.repeat(room + 1))
    assert.deepEqual(
      two.map(([, line]) => line.slice(0, line.indexOf('=') + 3)),
      [`${NAME}=c2`, `${NAME}.1=xx`],
    )
  })

  test('is undefined above the total', () => {
    const longest = (length: number) => writeChunked(NAME, 'x'.repeat(length), ATTRIBUTES, NONE)
    assert.equal(longest(MAX_TOTAL_BYTES), undefined)
    assert.equal(longest(1_000_000), undefined)
    const most = longest(MAX_TOTAL_BYTES - 200)
    assert.ok(most)
    assert.ok(most.length <= MAX_CHUNKS)
  })

  test('is undefined when the attributes leave no room', () => {
    const wide = { ...ATTRIBUTES, path: `/${'p'.repeat(MAX_COOKIE_BYTES)}` }
    assert.equal(writeChunked(NAME, 'x', wide, NONE), undefined)
  })

  test('refuses a value that would need encoding, without naming it', () => {
    assert.throws(
      () => writeChunked(NAME, 'secret value', ATTRIBUTES, NONE),
      (error: Error) => error instanceof TypeError && !error.message.includes('secret'),
    )
  })

  test('clears the pieces of a longer value that was there before', () => {
    const long = browser(NONE, write('x'.repeat(9000)))
    assert.deepEqual(Object.keys(long), [NAME, `${NAME}.1`, `${NAME}.2`])
    const short = browser(long, write('y', long))
    assert.deepEqual(Object.keys(short), [NAME])
  })
})

describe('readChunked', () => {
  test('is undefined without a cookie', () => {
    assert.equal(readChunked(NAME, NONE), undefined)
    assert.equal(readChunked(NAME, { [`${NAME}.1`]: 'x' }), undefined)
    assert.equal(readChunked(NAME, { [NAME]: '' }), undefined)
  })

  test('tells a missing piece', () => {
    assert.deepEqual(readChunked(NAME, { [NAME]: 'c2.x' }), { problem: 'chunk_missing' })
    assert.deepEqual(readChunked(NAME, { [NAME]: 'c0.x' }), { problem: 'chunk_missing' })
  })

  test('refuses a huge count at once (CVE-2024-24814)', () => {
    const started = performance.now()
    for (const count of ['5', '99999999', '9'.repeat(4000)]) {
      assert.deepEqual(readChunked(NAME, { [NAME]: `c${count}.x` }), {
        problem: 'too_many_chunks',
      })
    }
    assert.ok(performance.now() - started < 200)
  })

  test('never throws, whatever the cookies say', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^c\d{0,20}\./))
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), text), text, (name, cookies, first) => {
        readChunked(name, { ...cookies, [name]: first })
        clearChunked('a', ATTRIBUTES, { ...cookies, a: first, 'a.1': first })
      }),
      PROPERTY_RUNS,
    )
  })
})

test('any value survives the round trip, whatever was stored before', () => {
  const letters = fc.constantFrom(...'abcXYZ019-_.~c')
  const value = fc.oneof(
    fc.string({ unit: letters, minLength: 1 }),
    fc.stringMatching(/^c\d{1,3}\.[a-z]{0,9}$/),
    fc
      .tuple(fc.string({ unit: letters, minLength: 1, maxLength: 9 }), fc.nat(1300))
      .map(([text, times]) => text.repeat(times + 1)),
  )
  fc.assert(
    fc.property(value, value, (before, after) => {
      const first = writeChunked(NAME, before, ATTRIBUTES, NONE)
      const cookies = first ? browser(NONE, first) : NONE
      const second = writeChunked(NAME, after, ATTRIBUTES, cookies)
      if (second === undefined) {
        assert.ok(after.length > MAX_TOTAL_BYTES - 200)
        return
      }
      for (const [, line] of second) assert.ok(line.length <= MAX_COOKIE_BYTES)
      const stored = browser(cookies, second)
      assert.deepEqual(readChunked(NAME, stored), { value: after })
      assert.ok(Object.keys(stored).length <= MAX_CHUNKS)
      assert.deepEqual(Object.keys(browser(stored, clearChunked(NAME, ATTRIBUTES, stored))), [])
    }),
    PROPERTY_RUNS,
  )
})

describe('clearChunked', () => {
  test('clears only what the request carries, absurd numbers too', () => {
    const present = { [NAME]: 'x', [`${NAME}.1`]: 'x', [`${NAME}.007`]: '', [`${NAME}.x`]: 'x' }
    const names = clearChunked(NAME, ATTRIBUTES, present).map(([, line]) => line.split('=', 1)[0])
    assert.deepEqual(names, [NAME, `${NAME}.1`, `${NAME}.007`])
    assert.deepEqual(clearChunked(NAME, ATTRIBUTES, NONE), [])
  })

  test('stays short for a request that carries thousands', () => {
    const present: Record<string, string> = {}
    for (let i = 0; i < 5000; i++) present[`${NAME}.${i}`] = 'x'
    assert.ok(clearChunked(NAME, ATTRIBUTES, present).length <= 33)
  })
})
