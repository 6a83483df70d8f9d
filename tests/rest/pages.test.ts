/** Pages over Kysely and Drizzle on a real PostgreSQL. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { type Generated, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type KeysetRequest, keyset, type PageRequest, paginated } from '../../src/rest.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

interface Note {
  id: Generated<number>
  title: string
  done: boolean
  made: Date
}
interface Database {
  notes: Note
}
const notes = pgTable('notes', {
  id: integer().primaryKey(),
  title: text().notNull(),
  done: boolean().notNull(),
  made: timestamp({ precision: 3, withTimezone: true }).notNull(),
})

const secrets = ['a secret of at least thirty-two characters']
const COUNT = 45

let server: Postgres
let pool: pg.Pool
let kysely: Kysely<Database>
let orm: NodePgDatabase
before(async () => {
  server = await startPostgres()
  pool = new pg.Pool({ connectionString: server.url, max: 2 })
  // The server ends before its last connection is closed.
  pool.on('error', () => {})
  kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  orm = drizzle(pool)
  await pool.query(`create table notes (id integer primary key, title text not null,
    done boolean not null, made timestamptz(3) not null)`)
  // Many rows share a time, so that the second column decides.
  await pool.query(`insert into notes select n, 'note ' || n, n % 3 = 0,
    timestamptz '2026-01-01' + make_interval(secs => n / 4) from generate_series(1, ${COUNT}) n`)
})
after(async () => {
  await pool.end()
  await server.stop()
})

/** Every item of every page, in order. */
async function all<Item>(
  page: (request: PageRequest) => Promise<{ items: readonly Item[]; totalItems: number }>,
  limit = 7,
): Promise<Item[]> {
  const found: Item[] = []
  for (let offset = 0; ; offset += limit) {
    const { items, totalItems } = await page({ offset, limit })
    found.push(...items)
    if (offset + limit >= totalItems) return found
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('Kysely', () => {
  test('pages hold every row once, with their types', async () => {
    const query = kysely.selectFrom('notes').select(['id', 'title']).orderBy('id')
    const page = await paginated(query, { offset: 40, limit: 20 })
    assert.deepEqual([page.offset, page.limit, page.totalItems], [40, 20, COUNT])
    const ids: number[] = page.items.map(({ id }) => id)
    assert.deepEqual(ids, numbers(41, 45))
    const found = await all((request) => paginated(query, request))
    assert.deepEqual(
      found.map(({ id }) => id),
      numbers(1, COUNT),
    )
  })

  test('a count keeps conditions and joins', async () => {
    const query = kysely
      .selectFrom('notes')
      .innerJoin('notes as other', 'other.id', 'notes.id')
      .where('notes.done', '=', true)
      .selectAll('notes')
      .orderBy('notes.id', 'desc')
    const { totalItems, items } = await paginated(query, { offset: 0, limit: 2 })
    assert.equal(totalItems, 15)
    assert.deepEqual(
      items.map(({ id }) => id),
      [45, 42],
    )
  })

  test('a query that groups or is distinct is not counted, unless by the app', async () => {
    const grouped = kysely
      .selectFrom('notes')
      .select(({ fn }) => ['done', fn.countAll<string>().as('many')])
      .groupBy('done')
      .orderBy('done')
    const distinct = kysely.selectFrom('notes').select('done').distinct()
    const one = { offset: 0, limit: 1 }
    const having = kysely.selectFrom('notes').select(({ fn }) => fn.countAll().as('many'))
    const merged = [grouped, distinct, having, having.having(({ fn }) => fn.countAll(), '>', 1)]
    for (const query of [...merged, distinct.union(distinct), distinct.distinctOn('done')]) {
      await assert.rejects(paginated<unknown>(query, one), { code: 'invalid_config' })
    }
    const numbered = kysely
      .selectFrom('notes')
      .select(({ fn }) => ['id', fn.countAll<string>().over().as('many')])
    assert.equal((await paginated(numbered, one)).totalItems, COUNT)
    const page = await paginated(grouped, one, { count: () => 2 })
    assert.deepEqual([page.totalItems, page.items], [2, [{ done: false, many: '30' }]])
  })
})

describe('Drizzle', () => {
  test('pages hold every row once, with their types', async () => {
    const query = () => orm.select().from(notes).where(eq(notes.done, true)).orderBy(notes.id)
    const count = () => orm.$count(query().as('page'))
    const page = await paginated(query(), { offset: 10, limit: 20 }, { count })
    assert.deepEqual([page.offset, page.limit, page.totalItems], [10, 20, 15])
    const titles: string[] = page.items.map(({ title }) => title)
    assert.deepEqual(titles, ['note 33', 'note 36', 'note 39', 'note 42', 'note 45'])
    const found = await all((request) => paginated(query(), request, { count }))
    assert.deepEqual(
      found.map(({ id }) => id),
      numbers(1, 15).map((n) => n * 3),
    )
  })

  test('without a count it says how to count', async () => {
    const query = orm.select().from(notes)
    await assert.rejects(paginated(query, { offset: 0, limit: 1 }), /db\.\$count\(query/)
  })
})

describe('keyset', () => {
  const byTime = keyset({ by: ['-made', 'id'], secrets, limit: 4 })
  const order = 'select id from notes order by made desc, id'

  async function through(
    page: (request: KeysetRequest) => ReturnType<typeof byTime.page<{ id: number }>>,
  ) {
    const ids: number[] = []
    let next: string | null = ''
    while (next !== null) {
      const found = await page(byTime.parse({ after: next }))
      ids.push(...found.items.map(({ id }) => id))
      next = found.next
    }
    return ids
  }

  test('pages of Kysely hold every row once, those of the same time too', async () => {
    const query = kysely.selectFrom('notes').select(['id', 'made'])
    const expected = (await pool.query(order)).rows.map(({ id }) => id)
    assert.deepEqual(await through((request) => byTime.page(query, request)), expected)
    const done = query.where((eb) => eb.or([eb('done', '=', true), eb('id', '=', 1)]))
    const ids = await through((request) => byTime.page(done, request))
    assert.equal(ids.length, 16)
    assert.equal(new Set(ids).size, 16)
  })

  test('so do those of a function, here with Drizzle', async () => {
    const ids = await through((request) =>
      byTime.page(({ after: [made, id] = [], limit }) => {
        const earlier =
          made instanceof Date && typeof id === 'number'
            ? or(lt(notes.made, made), and(eq(notes.made, made), gt(notes.id, id)))
            : undefined
        return orm
          .select()
          .from(notes)
          .where(earlier)
          .orderBy(desc(notes.made), asc(notes.id))
          .limit(limit)
      }, request),
    )
    assert.deepEqual(
      ids,
      (await pool.query(order)).rows.map(({ id }) => id),
    )
  })

  test('a row that comes or goes moves no other to another page', async () => {
    const query = kysely.selectFrom('notes').select(['id', 'made'])
    const first = await byTime.page(query, byTime.parse(''))
    const expected = (await pool.query(`${order} offset 4 limit 4`)).rows.map(({ id }) => id)
    await pool.query(`insert into notes values (1000, 'new', false, timestamptz '2027-01-01')`)
    const second = await byTime.page(query, byTime.parse({ after: first.next ?? '' }))
    assert.deepEqual(
      second.items.map(({ id }) => id),
      expected,
    )
    await pool.query('delete from notes where id = 1000')
  })
})
