import pg from 'pg'
import { setup } from '../setup.ts'
import { listen } from './bare.ts'

const INT8 = 20
pg.types.setTypeParser(INT8, Number)
const pool = new pg.Pool({ connectionString: setup().store, max: 10 })
await pool.query(`
  CREATE TABLE plain (uuid uuid PRIMARY KEY, updated_at bigint NOT NULL, choices text NOT NULL)
  WITH (fillfactor = 90)`)
await pool.query(`
  INSERT INTO plain SELECT uuid, updated_at, choice.choices FROM hallpass_visitor AS visitor
  JOIN hallpass_choice AS choice ON choice.id = visitor.choices`)
const { rows } = await pool.query<{ id: number; choices: string }>('SELECT * FROM hallpass_choice')
const texts = new Map(rows.map(({ id, choices }) => [id, choices]))

const SELECT = `SELECT since, updated_at, policy, act, gpc, last, sites, choices AS choice_id
  FROM hallpass_visitor WHERE uuid = $1`
const UPSERT = `INSERT INTO plain VALUES ($1, $2, $3) ON CONFLICT (uuid)
  DO UPDATE SET updated_at = excluded.updated_at, choices = excluded.choices`

interface Stored {
  readonly updated_at: number
  readonly choice_id: number
}

await listen({
  async read(uuid) {
    const found = await pool.query<Stored>({ name: 'read', text: SELECT, values: [uuid] })
    const [row] = found.rows
    return row && { updated_at: row.updated_at, choices: texts.get(row.choice_id) ?? '{}' }
  },
  async write(uuid, { updated_at, choices }) {
    await pool.query({ name: 'write', text: UPSERT, values: [uuid, updated_at, choices] })
  },
})
