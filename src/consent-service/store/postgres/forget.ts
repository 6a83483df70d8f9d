/** Forgetting a visitor in PostgreSQL. */
import { type Head, nextEntry } from '../../log/entry.ts'
import { ERASED_AT_ONCE, FORGET_ENTRY, isUuid } from '../row.ts'
import { append, appending } from './chain.ts'
import type { Database, Transaction } from './database.ts'
import { SOME_OF } from './read-log.ts'

const NEWEST = 'SELECT last FROM hallpass_visitor WHERE uuid = $1 FOR UPDATE'

const ERASE = `${SOME_OF}, gone AS (
    UPDATE hallpass_log AS log SET salt = NULL, visitor = NULL, received = NULL, site = 0,
      choices = 0, what = 0, policy = 0, shown = 0, prior = 0
    FROM mine WHERE log.seq = mine.seq
  )
  SELECT count(*) AS erased, (SELECT prior FROM mine ORDER BY seq LIMIT 1) AS rest FROM mine`

/** A code that is being made waits for the visitor's row, and then finds none. */
const REMOVE = `
  WITH codes AS (DELETE FROM hallpass_code WHERE visitor = $1),
    tally AS (UPDATE hallpass_tally SET visitors = visitors - 1 WHERE slot = 0)
  DELETE FROM hallpass_visitor WHERE uuid = $1`

/**
 * Erases a visitor's newest entries, so many in each transaction, and the visitor with the last of
 * them. Each transaction has its entry in the log, which says how many others it erased.
 */
export async function forget(database: Database, id: string, at: number): Promise<boolean> {
  if (!isUuid(id)) return false
  const step = () => appending(database, (tx, head) => forgetSome(tx, head, id, at))
  const first = await step()
  let rest = first
  while (rest !== undefined && rest > 0) rest = await step()
  return first !== undefined
}

/** The entry that is to be erased next; 0 when all are, undefined without such a visitor. */
async function forgetSome(
  tx: Transaction,
  head: Head,
  id: string,
  at: number,
): Promise<number | undefined> {
  const [visitor] = await tx.query<{ last: number }>(NEWEST, [id])
  if (visitor === undefined) return undefined
  const values = [visitor.last, id, ERASED_AT_ONCE]
  const [row] = await tx.query<{ erased: number; rest: number | null }>(ERASE, values)
  const { erased, rest } = row ?? { erased: 0, rest: 0 }
  const next = rest ?? 0
  if (next > 0) {
    await tx.query('UPDATE hallpass_visitor SET last = $2 WHERE uuid = $1', [id, next])
  } else {
    await tx.query(REMOVE, [id])
  }
  const entry = nextEntry(head, at, { kind: 'forget', erased })
  await append(tx, [{ entry, what: FORGET_ENTRY, choices: 0, prior: 0 }])
  return next
}
