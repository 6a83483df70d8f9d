/** A store in SQLite, filled through its tables. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { built } from '../../modules.ts'
import { Chain } from './chain.ts'
import { batchOf, CHOICES, Rates } from './people.ts'
import { BATCH, type Growing, type Grown, prepared } from './store.ts'

/** A new file in a temporary folder. */
export async function growSqlite(): Promise<Growing> {
  const { openStore } =
    await built<typeof import('../../../src/consent-service.ts')>('consent-service')
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-growth-'))
  const file = join(folder, 'consent.db')
  const open = () => openStore({ data: file })
  const store = await open()
  await prepared(store)
  await store.close()
  return {
    name: 'SQLite',
    open,
    fill: async (from, to, progress) => fill(file, from, to, progress),
    size: async () => sizeOf(file),
    close: async () => rmSync(folder, { recursive: true }),
  }
}

function fill(file: string, from: number, to: number, progress: (done: number) => void): void {
  const database = new DatabaseSync(file)
  // Nobody else reads it, and a run that is broken off begins anew: no journal, much memory.
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2500000;
    PRAGMA foreign_keys = OFF; BEGIN`)
  const addChoice = database.prepare('INSERT OR IGNORE INTO choice VALUES (?, ?)')
  for (const [i, choices] of CHOICES.entries()) addChoice.run(i + 1, choices)
  const addPerson = database.prepare(`
    INSERT INTO visitor (uuid, since, updated_at, last, choices, policy, act, sites)
    VALUES (?, ?, ?, ?, ?, 1, ?, ?)`)
  const addEntry = database.prepare(`
    INSERT INTO log (seq, at, prior, what, policy, shown, site, choices, visitor, hash, commitment, salt)
    VALUES (?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)`)
  const head = database.prepare('SELECT seq, lower(hex(hash)) AS hash FROM head').get()
  const chain = new Chain(Number(head?.seq), String(head?.hash))
  const rates = new Rates()
  for (let start = from; start < to; start += BATCH) {
    const { people, entries } = batchOf(chain, start, Math.min(start + BATCH, to))
    for (const { uuid, since, updatedAt, last, what, sites } of people) {
      addPerson.run(bytes(uuid), since, updatedAt, last, what, what, sites)
    }
    for (const entry of entries) {
      const { seq, at, prior, what, site, uuid, hash, commitment, salt } = entry
      const hashes = [hex(hash), hex(commitment), hex(salt)] as const
      addEntry.run(seq, at, prior, what, site, what, bytes(uuid), ...hashes)
      rates.add(entry)
    }
    progress(start + people.length)
  }
  const addRate = database.prepare(`
    INSERT INTO rate VALUES (?, ?, ?, 1, ?)
    ON CONFLICT (day, site, act, policy) DO UPDATE SET count = count + excluded.count`)
  for (const row of rates.rows()) addRate.run(...row)
  const setHead = database.prepare('UPDATE head SET seq = ?, hash = ?, visitors = visitors + ?')
  setHead.run(chain.seq, hex(chain.hash), to - from)
  database.exec('COMMIT')
  database.close()
}

function bytes(uuid: string): Buffer {
  return hex(uuid.replaceAll('-', ''))
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function sizeOf(file: string): Grown {
  const database = new DatabaseSync(file)
  // The tables and their indexes page by page; a path such as /01a/002/ has a step for each level.
  const rows = database
    .prepare(`
      SELECT name, sum(pgsize) AS bytes, max(length(path)) AS path FROM dbstat
      WHERE name IN ('visitor', 'log', 'log_site') GROUP BY name`)
    .all()
  const of = (name: string) => rows.find((row) => row.name === name)
  const size = (name: string) => Number(of(name)?.bytes ?? 0)
  database.close()
  return {
    total: statSync(file).size,
    visitors: size('visitor'),
    log: size('log') + size('log_site'),
    depth: 1 + (Number(of('visitor')?.path ?? 1) - 1) / 4,
  }
}
