import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clockAt } from '../../tests/support/clock.ts'
import { Cache } from './cache.ts'

function cacheOf(
  load: (key: string) => Promise<string>,
  keeps: (answer: string) => boolean = () => true,
) {
  const clock = clockAt()
  const asked: string[] = []
  const cache = new Cache(
    (key) => {
      asked.push(key)
      return load(key)
    },
    { seconds: 5, now: clock.now, keeps },
  )
  return { clock, asked, cache }
}

describe('a cache', () => {
  test('keeps an answer for so many seconds', async () => {
    const { clock, asked, cache } = cacheOf(async (key) => key.toUpperCase())
    assert.equal(await cache.get('a'), 'A')
    clock.time += 4.9
    assert.equal(await cache.get('a'), 'A')
    assert.deepEqual(asked, ['a'])
    clock.time += 0.2
    await cache.get('a')
    assert.deepEqual(asked, ['a', 'a'])
    await cache.again('a')
    assert.equal(asked.length, 3)
  })

  test('one query for those who ask at the same time', async () => {
    const { asked, cache } = cacheOf(async (key) => key)
    await Promise.all([cache.get('a'), cache.get('a'), cache.get('b')])
    assert.deepEqual(asked, ['a', 'b'])
  })

  test('keeps no failure, but remembers what it knew', async () => {
    let fails = false
    const { clock, cache } = cacheOf(async (key) => {
      if (fails) throw new Error('down')
      return key
    })
    assert.equal(cache.last('a'), undefined)
    await cache.get('a')
    fails = true
    clock.time += 60
    await assert.rejects(cache.get('a'))
    assert.equal(cache.last('a'), 'a')
    await assert.rejects(cache.get('b'))
    assert.equal(cache.last('b'), undefined)
    fails = false
    assert.equal(await cache.get('b'), 'b')
  })

  test('a clock that is put back does not keep an answer for ever', async () => {
    const { clock, asked, cache } = cacheOf(async (key) => key)
    await cache.get('a')
    clock.time -= 3600
    await cache.get('a')
    assert.equal(asked.length, 2)
  })

  test('keeps a thousand, the newest', async () => {
    const { asked, cache } = cacheOf(async (key) => key)
    for (let at = 0; at <= 1000; at++) await cache.get(String(at))
    await cache.get('1000')
    assert.equal(asked.length, 1001)
    await cache.get('0')
    assert.equal(asked.length, 1002)
  })

  test('is asked again once a second, whoever wants something newer', async () => {
    let version = 1
    const { clock, asked, cache } = cacheOf(async () => String(version))
    assert.equal(await cache.get(''), '1')
    version = 2
    assert.equal(await cache.again(''), '2')
    version = 3
    for (let at = 0; at < 50; at++) assert.equal(await cache.again(''), '2')
    assert.equal(asked.length, 2)
    clock.time += 1
    assert.deepEqual(await Promise.all([cache.again(''), cache.again('')]), ['3', '3'])
    clock.time -= 60
    await cache.again('')
    assert.equal(asked.length, 4)
  })

  test('what is not to be kept takes no place of what is', async () => {
    const { asked, cache } = cacheOf(
      async (key) => key,
      (answer) => answer === 'good',
    )
    await cache.get('good')
    for (let at = 0; at < 2000; at++) await cache.get(`wrong ${at}`)
    await Promise.all(Array.from({ length: 2000 }, (_, at) => cache.get(`at once ${at}`)))
    await cache.get('good')
    assert.equal(asked.length, 4001)
    await cache.get('wrong 1999')
    assert.equal(asked.length, 4002)
    assert.equal(cache.last('wrong 1999'), undefined)
  })

  test('forgets everything, also what is being asked', async () => {
    let answer = 'old'
    const { cache } = cacheOf(async () => answer)
    await cache.get('a')
    const asked = cache.get('b')
    answer = 'new'
    cache.clear()
    assert.equal(cache.last('a'), undefined)
    assert.equal(await asked, 'old')
    assert.deepEqual([await cache.get('a'), await cache.get('b')], ['new', 'new'])
  })
})
