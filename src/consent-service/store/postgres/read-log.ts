/** What is read of the log in PostgreSQL. */
import { type Links, ofVisitor } from '../of-visitor.ts'
import type { LogEntry, LogQuery } from '../port.ts'
import { type EntryRow, isUuid, siteNumber, toEntry } from '../row.ts'
import type { Queries } from './database.ts'

/**
 * A visitor's entries (the second value) from one of them (the first) to older ones, so many at most
 * (the third). They are a list: each says which one is before it.
 */
export const SOME_OF: string = `
  WITH RECURSIVE mine (seq, prior, place) AS (
    SELECT seq, prior, 1 FROM hallpass_log WHERE seq = $1 AND visitor = $2
    UNION ALL
    SELECT log.seq, log.prior, mine.place + 1
    FROM mine JOIN hallpass_log AS log ON log.seq = mine.prior
    WHERE log.visitor = $2 AND log.seq < mine.seq AND mine.place < $3
  )`

const ENTRY = `
  SELECT log.seq, log.at, before.hash AS prev, log.hash, log.commitment, log.salt, log.what,
    log.visitor, nullif(log.site, 0) AS site, site.origin, choice.choices, log.policy, log.shown,
    log.received, log.erased, policy.sha256, policy.material, log.prior
  FROM hallpass_log AS log
  LEFT JOIN hallpass_log AS before ON before.seq = log.seq - 1
  LEFT JOIN hallpass_site AS site ON site.id = log.site
  LEFT JOIN hallpass_choice AS choice ON choice.id = log.choices
  LEFT JOIN hallpass_policy AS policy ON policy.version = log.policy`

export async function entries(
  database: Queries,
  afterSeq: number,
  limit: number,
): Promise<LogEntry[]> {
  const sql = `${ENTRY} WHERE log.seq > $1 ORDER BY log.seq LIMIT $2`
  return (await database.query<EntryRow>(sql, [afterSeq, limit])).map(toEntry)
}

export async function log(database: Queries, query: LogQuery): Promise<LogEntry[]> {
  if (query.visitor !== undefined) {
    return isUuid(query.visitor) ? ofVisitor(query.visitor, query, linksIn(database)) : []
  }
  const before = query.beforeSeq ?? Number.MAX_SAFE_INTEGER
  const newest = 'ORDER BY log.seq DESC LIMIT'
  const find = async (sql: string, values: readonly unknown[]) =>
    (await database.query<EntryRow>(sql, values)).map(toEntry)
  if (query.site !== undefined) {
    const sql = `${ENTRY} WHERE log.site = $1 AND log.site > 0 AND log.seq < $2 ${newest} $3`
    // 0 is the site of no entry: a site that cannot be must find nothing.
    return find(sql, [siteNumber(query.site) ?? 0, before, query.limit])
  }
  return find(`${ENTRY} WHERE log.seq < $1 ${newest} $2`, [before, query.limit])
}

/** The list of a visitor's entries. */
function linksIn(database: Queries): Links<string> {
  return {
    async newest(visitor) {
      const sql = 'SELECT last FROM hallpass_visitor WHERE uuid = $1'
      return (await database.query<{ last: number }>(sql, [visitor]))[0]?.last
    },
    async before(visitor, seq) {
      const sql = 'SELECT prior FROM hallpass_log WHERE seq = $1 AND visitor = $2'
      return (await database.query<{ prior: number }>(sql, [seq, visitor]))[0]?.prior
    },
    async from(visitor, seq, most) {
      const sql = `${SOME_OF} ${ENTRY} JOIN mine ON mine.seq = log.seq ORDER BY log.seq DESC`
      const rows = await database.query<EntryRow & { prior: number }>(sql, [seq, visitor, most])
      return { entries: rows.map(toEntry), next: rows.at(-1)?.prior ?? 0 }
    },
  }
}
