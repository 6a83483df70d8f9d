/** A store in PostgreSQL, filled through its tables by COPY. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { startPostgres } from '../../../tests/support/postgres.ts'
import { built } from '../../modules.ts'
import { Chain } from './chain.ts'
import { batchOf, CHOICES, type Entry, type Person, Rates } from './people.ts'
import { BATCH, type Growing, type Grown, prepared } from './store.ts'

const PEOPLE = `COPY hallpass_visitor
  (uuid, since, updated_at, last, choices, policy, act, sites) FROM STDIN`
const ENTRIES = `COPY hallpass_log
  (seq, at, prior, policy, site, choices, what, shown, visitor, hash, commitment, salt) FROM STDIN`

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>

/** A new server, with a little of the memory that a server of its own would have. */
export async function growPostgres(): Promise<Growing> {
  const { openStore } =
    await built<typeof import('../../../src/consent-service.ts')>('consent-service')
  const postgres = await startPostgres()
  const { url, query } = postgres
  await query("ALTER SYSTEM SET shared_buffers = '1GB'")
  await query("ALTER SYSTEM SET max_wal_size = '4GB'")
  await postgres.restart()
  const open = () => openStore({ databaseUrl: url })
  const store = await open()
  await prepared(store)
  await store.close()
  await query('CREATE EXTENSION pageinspect')
  return {
    name: 'PostgreSQL',
    open,
    fill: (from, to, progress) => fill(url, query, { from, to, progress }),
    size: () => sizeOf(query),
    close: () => postgres.stop(),
  }
}

async function fill(
  url: string,
  query: Query,
  { from, to, progress }: { from: number; to: number; progress: (done: number) => void },
): Promise<void> {
  const choices = CHOICES.map((text) => `('${text}')`).join()
  await query(`INSERT INTO hallpass_choice (choices) VALUES ${choices} ON CONFLICT DO NOTHING`)
  const [head] = await query("SELECT seq, encode(hash, 'hex') AS hash FROM hallpass_head")
  const chain = new Chain(Number(head?.seq), String(head?.hash))
  const rates = new Rates()
  const people = copying(url, PEOPLE)
  const entries = copying(url, ENTRIES)
  for (let start = from; start < to; start += BATCH) {
    const batch = batchOf(chain, start, Math.min(start + BATCH, to))
    await people.write(batch.people.map(personLine).join(''))
    await entries.write(batch.entries.map(entryLine).join(''))
    for (const entry of batch.entries) rates.add(entry)
    progress(start + batch.people.length)
  }
  await Promise.all([people.end(), entries.end()])
  const rows = rates.rows().map(([day, site, act, count]) => `(${day},${site},${act},1,${count})`)
  await query(`
    INSERT INTO hallpass_rate AS old (day, site, act, policy, count) VALUES ${rows.join()}
    ON CONFLICT (day, site, act, policy) DO UPDATE SET count = old.count + excluded.count`)
  await query(`UPDATE hallpass_tally SET visitors = visitors + ${to - from} WHERE slot = 0`)
  await query(`UPDATE hallpass_head SET seq = ${chain.seq}, hash = decode('${chain.hash}', 'hex')`)
  // What a server does by itself in its quiet hours.
  await query('VACUUM ANALYZE')
  await query('CHECKPOINT')
}

function personLine({ uuid, since, updatedAt, last, what, sites }: Person): string {
  return `${uuid}\t${since}\t${updatedAt}\t${last}\t${what}\t1\t${what}\t${sites}\n`
}

function entryLine({ seq, at, prior, site, what, uuid, hash, commitment, salt }: Entry): string {
  const hashes = `\\\\x${hash}\t\\\\x${commitment}\t\\\\x${salt}`
  return `${seq}\t${at}\t${prior}\t1\t${site}\t${what}\t${what}\t1\t${uuid}\t${hashes}\n`
}

/** What is written goes into a table. */
function copying(url: string, sql: string) {
  const child: ChildProcessByStdio<Writable, null, Readable> = spawn(
    'psql',
    [url, '--quiet', '--no-psqlrc', '--command', sql],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.stdin.on('error', () => {}) // psql has ended; its status says why.
  const ended = once(child, 'close')
  const failed = ended.then(([status]) => {
    if (status !== 0) throw new Error(`psql ended with ${status}: ${errors}`)
  })
  failed.catch(() => {})
  return {
    async write(text: string) {
      if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), failed])
    },
    async end() {
      child.stdin.end()
      await failed
    },
  }
}

async function sizeOf(query: Query): Promise<Grown> {
  const [row] = await query(`
    SELECT pg_database_size(current_database()) AS total,
      pg_total_relation_size('hallpass_visitor') AS visitors,
      pg_total_relation_size('hallpass_log') AS log,
      (SELECT level + 1 FROM bt_metap('hallpass_visitor_pkey')) AS depth`)
  const number = (name: string) => Number(row?.[name])
  const [total, visitors, log] = [number('total'), number('visitors'), number('log')]
  return { total, visitors, log, depth: number('depth') }
}
