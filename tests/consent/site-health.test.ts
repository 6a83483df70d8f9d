/** What a site knows of the service: by itself, from a cache that a fleet shares, until it stops. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import type { ConsentCache } from '../../src/consent/site/health.ts'
import { mount } from '../../src/fastify.ts'
import { median, ourService, siteOf } from './site-world.ts'

/** A cache in memory, as one in Redis looks from here. */
class Shared implements ConsentCache {
  readonly kept = new Map<string, string>()
  readonly seconds: number[] = []

  async get(key: string): Promise<string | null> {
    return this.kept.get(key) ?? null
  }

  async set(key: string, value: string, seconds: number): Promise<void> {
    this.kept.set(key, value)
    this.seconds.push(seconds)
  }
}

test('an instance that just started knows what the fleet knows', async (t) => {
  const service = ourService()
  const url = await service.listen(t)
  const cache = new Shared()
  const first = siteOf(t, url, { cache, healthCheck: false })
  assert.equal((await first.init()).status, 200)
  assert.deepEqual([...cache.kept.keys()], [`hallpass:consent:${url}`])
  assert.deepEqual(cache.seconds, [60])
  const calls = service.calls('/_status/check').length
  const second = siteOf(t, url, { cache, healthCheck: false })
  const answer = await second.init()
  assert.equal(answer.json().policy, 3)
  assert.equal(service.calls('/_status/check').length, calls, 'nobody had to ask')

  cache.kept.set(`hallpass:consent:${url}`, '{"up":false,"ours":true,"at":1800000001}')
  second.clock.time += 2
  assert.equal((await second.init()).status, 503, 'another instance saw it go down')
})

test('a cache that hangs or throws holds nobody up, and is left alone for a while', async (t) => {
  const url = await ourService().listen(t)
  let asked = 0
  const broken: readonly [string, ConsentCache['get']][] = [
    ['hangs', () => new Promise(() => {})],
    ['rejects', () => Promise.reject(new Error('redis'))],
    [
      'throws',
      () => {
        throw new Error('redis')
      },
    ],
  ]
  for (const [what, fails] of broken) {
    asked = 0
    const get = (key: string) => {
      asked += 1
      return fails(key)
    }
    const set = () => {
      throw new Error('redis')
    }
    const site = siteOf(t, url, { cache: { get, set }, healthCheck: false })
    await site.init()
    const taken: number[] = []
    for (let i = 0; i < 10; i++) {
      site.clock.time += 6
      const answer = await site.init()
      assert.equal(answer.status, 200)
      taken.push(answer.ms)
    }
    const [usual, slowest] = [median(taken), Math.max(...taken)].map((ms) => ms.toFixed(1))
    t.diagnostic(`a cache that ${what}: /init took ${usual} ms, ${slowest} ms at most`)
    assert.ok(median(taken) < 250, usual)
    assert.ok(asked >= 2 && asked <= 6, `asked ${asked} times`)
  }
})

test('what lies in the cache is read as what anybody may have written', async (t) => {
  const url = await ourService().listen(t)
  const texts = ['', 'null', '[]', '{', '{"up":"yes"}', '{"up":true,"ours":true,"at":"x"}']
  for (const text of [...texts, 'x'.repeat(100_000), '{"up":true,"ours":false,"at":1e300}']) {
    const site = siteOf(t, url, { cache: { get: () => text, set: () => {} }, healthCheck: false })
    const answer = await site.init()
    assert.equal(answer.json().action, 'redirect', text.slice(0, 20))
  }
})

test('it is asked in the background, and once however many want to know', async (t) => {
  const service = ourService()
  const site = siteOf(t, await service.listen(t))
  await Promise.all(Array.from({ length: 20 }, () => site.init()))
  await sleep(20)
  assert.ok(service.calls('/_status/check').length <= 2)
  assert.ok(
    service.got.every(({ authorization }) => authorization === undefined),
    'without key',
  )
})

test('after a failure it is asked again soon: a process that starts is busy', async (t) => {
  const service = ourService().on('/_status/check', { status: 503 })
  const site = siteOf(t, await service.listen(t))
  assert.equal((await site.init()).status, 503)
  service.on('/_status/check', { json: { status: 'ok', state: true } })
  const started = Date.now()
  while ((await site.init()).status === 503 && Date.now() - started < 5000) await sleep(50)
  assert.equal((await site.init()).status, 200)
})

test('without a background, requests ask: at once where nothing is known, else ahead', async (t) => {
  const service = ourService()
  const site = siteOf(t, await service.listen(t), { healthCheck: false })
  assert.equal(service.got.length, 0)
  const asked = () => service.calls('/_status/check').length
  await site.init()
  assert.equal(asked(), 1)
  site.clock.time += 14
  await site.init()
  assert.equal(asked(), 1)
  site.clock.time += 2
  await site.init()
  for (let i = 0; i < 100 && asked() < 2; i++) await sleep(5)
  assert.equal(asked(), 2, 'ahead')
  site.clock.time += 61
  await site.init()
  assert.equal(asked(), 3)
})

test('Fastify stops it when the app closes; to stop twice is no fault', async (t) => {
  const service = ourService().on('/_status/check', { status: 503 })
  const site = siteOf(t, await service.listen(t))
  const app = fastify()
  await app.register(mount(site.pass))
  await app.ready()
  await site.init()
  await app.close()
  site.pass.close()
  // A question that was on its way is let through.
  await sleep(100)
  const asked = service.got.length
  await sleep(1300)
  assert.equal(service.got.length, asked, 'it would have asked again after a second')
  service.on('/_status/check', { json: { status: 'ok', state: true } })
  site.clock.time += 61
  assert.equal((await site.init()).status, 200, 'requests are answered all the same')
})

test('it keeps no process alive', async (t) => {
  const url = await ourService().listen(t)
  const code = `
    import { createHallpass } from '${new URL('../../src/index.ts', import.meta.url)}'
    createHallpass({ baseUrl: 'https://shop.example', secrets: ['a secret of the child process'],
      consent: { service: '${url}', apiKey: 'key' } })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code])
  const started = Date.now()
  const [status] = await once(child, 'exit')
  assert.equal(status, 0)
  assert.ok(Date.now() - started < 10_000, 'it ended by itself')
})
