import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openPostgres } from '../../src/consent-service/store/postgres/postgres.ts'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { startPostgres } from '../support/postgres.ts'
import { codeOf, type ServiceWorld, SHOP, temporaryFolder, worldOn } from './service-world.ts'

/** One visitor chooses more often than they may otherwise. */
const MANY = { limits: { choices: { perSecond: 100, burst: 100 } } }

/** What one instance began, the other goes on with. */
async function together(one: ServiceWorld, other: ServiceWorld): Promise<void> {
  const keyed = await one.addSite(SHOP)
  const { visitor, cookie } = await one.visit(keyed)

  const away = await other.session(`${SHOP}/`, cookie)
  const code = codeOf(away)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? one : other).api(keyed.key, '/api/v1/token', { code }),
    ),
  )
  const won = answers.filter(({ status }) => status === 200)
  assert.equal(won.length, 1)
  assert.deepEqual(await won[0]?.json(), { user_uuid: visitor })

  const saved = await one.preferences(keyed.key, visitor, {
    preferences: { consent: 'performance' },
  })
  assert.deepEqual(await (await other.preferences(keyed.key, visitor)).json(), await saved.json())

  // No instance says the same twice in a row: that would be one entry.
  const words = ['all', 'essential', 'functionality', 'performance'] as const
  const writes = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      (at % 2 === 0 ? one : other).preferences(keyed.key, visitor, {
        preferences: { consent: words[at % 4] },
      }),
    ),
  )
  assert.ok(writes.every(({ status }) => status === 200))
  assert.equal((await one.store.log({ limit: 100, visitor })).length, 41)
}

test('two instances on one PostgreSQL', async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const stores = await Promise.all([openPostgres(postgres.url), openPostgres(postgres.url)])
  await together(await worldOn(t, stores[0], MANY), await worldOn(t, stores[1], MANY))
})

test('two on one file', async (t) => {
  const file = join(temporaryFolder(t), 'consent.db')
  const [one, other] = [await openSqlite(file), await openSqlite(file)]
  await together(await worldOn(t, one, MANY), await worldOn(t, other, MANY))
})
