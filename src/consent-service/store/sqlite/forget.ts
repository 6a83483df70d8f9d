/** Forgetting a visitor in SQLite. */

import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import { nextEntry } from '../../log/entry.ts'
import { ERASED_AT_ONCE, FORGET_ENTRY } from '../row.ts'
import { addEntry, headOf, SOME_OF } from './chain.ts'

/** What is left to do after a step. */
export type Step = 'unknown' | 'more' | 'done'

/**
 * Erases a visitor's newest entries, so many at once, in a transaction; and the visitor with the
 * last of them. Each step has its entry in the log, which says how many others it erased.
 */
export function forgetSome(file: SqliteFile, uuid: Uint8Array, at: number): Step {
  const row = file.get<{ last: number }>('SELECT last FROM visitor WHERE uuid = ?', uuid)
  if (row === undefined) return 'unknown'
  const sql = `${SOME_OF} SELECT seq, prior FROM mine ORDER BY seq DESC`
  const mine = file.all<{ seq: number; prior: number }>(sql, row.last, uuid, uuid, ERASED_AT_ONCE)
  for (const { seq } of mine) {
    file.run(
      `UPDATE log SET salt=NULL, visitor=NULL, site=NULL, choices=NULL, received=NULL, what=0,
         policy=0, shown=0, prior=0 WHERE seq = ?`,
      seq,
    )
  }
  const left = mine.at(-1)?.prior ?? 0
  if (left > 0) {
    file.run('UPDATE visitor SET last = ? WHERE uuid = ?', left, uuid)
  } else {
    file.run('DELETE FROM visitor WHERE uuid = ?', uuid)
    file.run('DELETE FROM code WHERE visitor = ?', uuid)
    file.run('UPDATE head SET visitors = visitors - 1')
  }
  const entry = nextEntry(headOf(file), at, { kind: 'forget', erased: mine.length })
  addEntry(file, entry, { what: FORGET_ENTRY, choices: null, prior: 0 })
  return left > 0 ? 'more' : 'done'
}
