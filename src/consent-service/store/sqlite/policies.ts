/** Versions of the policy, and how often was chosen what, in SQLite. */

import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import { nextEntry } from '../../log/entry.ts'
import { type NewPolicy, policySha256 } from '../policy-hash.ts'
import type { Policy, Rate } from '../port.ts'
import {
  dayOf,
  fromHex,
  isPresent,
  POLICY_ENTRY,
  type PolicyRow,
  type RateRow,
  toPolicy,
  toRate,
} from '../row.ts'
import { addEntry, headOf } from './chain.ts'

export function policies(file: SqliteFile): Policy[] {
  return file.all<PolicyRow>('SELECT * FROM policy ORDER BY version').map(toPolicy)
}

/** In a transaction. */
export function addPolicy(file: SqliteFile, policy: NewPolicy): Policy {
  const newest = file.get<{ version: number | null }>('SELECT max(version) AS version FROM policy')
  const version = (newest?.version ?? 0) + 1
  const sha256 = policySha256(policy)
  const added = { version, ...policy, sha256 }
  file.run(
    'INSERT INTO policy VALUES (?, ?, ?, ?, ?, ?)',
    version,
    policy.material ? 1 : 0,
    policy.text,
    JSON.stringify(policy.categories),
    fromHex(sha256),
    policy.at,
  )
  const entry = nextEntry(headOf(file), policy.at, {
    kind: 'policy',
    policy: version,
    sha256,
    material: policy.material,
  })
  addEntry(file, entry, { what: POLICY_ENTRY, choices: null, prior: 0 })
  const { at, ...rest } = added
  return { ...rest, createdAt: at }
}

export function rates(file: SqliteFile, range: { from: number; to: number }): Rate[] {
  const sql = `
    SELECT day, site, act, sum(count) AS count FROM rate
    WHERE day BETWEEN ? AND ? GROUP BY day, site, act ORDER BY day, site, act`
  return file.all<RateRow>(sql, dayOf(range.from), dayOf(range.to)).map(toRate).filter(isPresent)
}
