import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openPostgres } from '../../src/consent-service/store/postgres/postgres.ts'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { startPostgres } from '../support/postgres.ts'
import { SHOP, temporaryFolder, worldOn } from './service-world.ts'

const ALL = { preferences: { consent: 'all' } }

test('a database that is gone: 503 until it is back', async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const world = await worldOn(t, await openPostgres(postgres.url))
  const keyed = await world.addSite(SHOP)
  const { visitor, cookie } = await world.visit(keyed)
  assert.equal((await world.request('/_status/check')).status, 200)
  await postgres.halt()
  world.clock.time += 1.5

  for (const answer of [
    await world.request('/_status/check'),
    await world.preferences(keyed.key, visitor),
    await world.preferences(keyed.key, visitor, ALL),
    await world.api(keyed.key, '/api/v1/token', { code: 'x'.repeat(43) }),
  ]) {
    assert.equal(answer.status, 503)
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
    const text = await answer.text()
    assert.match(text, /"code":"store_unavailable"/)
    assert.doesNotMatch(text, /postgres|ECONN|127\.0\.0\.1/i)
  }

  world.clock.time += 600
  // A visitor is not stranded: the browser goes back by itself, with a code that is none.
  const away = await world.session(`${SHOP}/cart`, cookie, { accept: 'text/html' })
  assert.equal(away.status, 503)
  const back = `${SHOP}/_cookies/callback?code=none&return_uri=%2Fcart`
  assert.equal(away.headers.get('refresh'), `0;url=${back}`)
  assert.match(await away.text(), /Back to shop\.example/)
  // Of an origin that was never seen nothing is known, and nobody is sent there.
  const other = await world.session('https://evil.example/', cookie)
  assert.equal(other.status, 503)
  assert.equal(other.headers.get('refresh'), null)

  await postgres.start()
  world.clock.time += 1.5
  assert.equal((await world.request('/_status/check')).status, 200)
  assert.equal((await world.preferences(keyed.key, visitor, ALL)).status, 200)
  assert.match(world.log.join(''), /"level":"error","message":"The store of the consent service/)
})

test('a file that another process locks: 503 for what writes, and nothing is stored', async (t) => {
  const file = join(temporaryFolder(t), 'consent.db')
  const world = await worldOn(t, await openSqlite(file))
  const keyed = await world.addSite(SHOP)
  const { visitor } = await world.visit(keyed)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const [write, read] = await Promise.all([
    world.preferences(keyed.key, visitor, ALL),
    world.preferences(keyed.key, visitor),
  ])
  assert.deepEqual([write.status, read.status], [503, 200])
  assert.ok(Number(write.headers.get('retry-after')) >= 1)
  other.exec('ROLLBACK')
  other.close()
  assert.equal((await world.store.visitor(visitor))?.choice, undefined)
  assert.equal((await world.preferences(keyed.key, visitor, ALL)).status, 200)
})

test('an error that nobody foresaw is 500, and says nothing', async (t) => {
  const store = await openSqlite(join(temporaryFolder(t), 'consent.db'))
  const visitor = async (id: string) => {
    throw new TypeError(`cannot read ${id} of the database`)
  }
  const world = await worldOn(t, { ...store, visitor })
  const { key } = await world.addSite(SHOP)
  const id = '957dbb51-e923-4326-9930-71d91c20f99c'
  const answer = await world.preferences(key, id)
  assert.equal(answer.status, 500)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.doesNotMatch(await answer.text(), /database|957dbb51/)
  const line = world.log.find((one) => one.includes('failed unexpectedly')) ?? ''
  assert.match(line, /"error":"TypeError","at":\["at /)
  assert.doesNotMatch(line, /957dbb51/)
})
