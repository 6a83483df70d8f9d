import { DatabaseSync } from 'node:sqlite'
import { setup } from '../setup.ts'
import { listen, type Row } from './bare.ts'

const database = new DatabaseSync(setup().store)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
database.exec(`
  CREATE TABLE plain (uuid BLOB PRIMARY KEY, updated_at INTEGER NOT NULL, choices TEXT NOT NULL)
  WITHOUT ROWID;
  INSERT INTO plain SELECT uuid, updated_at, choice.choices FROM visitor
  JOIN choice ON choice.id = visitor.choices`)
const select = database.prepare(`
  SELECT since, updated_at, policy, act, gpc, last, sites, choice.choices AS choices
  FROM visitor LEFT JOIN choice ON choice.id = visitor.choices WHERE uuid = ?`)
const upsert = database.prepare(`
  INSERT INTO plain VALUES (?, ?, ?) ON CONFLICT (uuid)
  DO UPDATE SET updated_at = excluded.updated_at, choices = excluded.choices`)
const bytes = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

await listen({
  read: (uuid) => select.get(bytes(uuid)) as Row | undefined,
  write(uuid, { updated_at, choices }) {
    upsert.run(bytes(uuid), updated_at, choices)
  },
})
