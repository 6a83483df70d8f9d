/** Versions of the policy, and how often was chosen what, in PostgreSQL. */
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
import { append, appending } from './chain.ts'
import type { Database } from './database.ts'

const POLICY = `
  SELECT version, created_at, material, text, categories, sha256 FROM hallpass_policy`

export async function policies(database: Database): Promise<Policy[]> {
  return (await database.query<PolicyRow>(`${POLICY} ORDER BY version`)).map(toPolicy)
}

const ADD = `
  INSERT INTO hallpass_policy (version, created_at, material, text, categories, sha256)
  SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5 FROM hallpass_policy
  RETURNING version, created_at, material, text, categories, sha256`

export function addPolicy(database: Database, policy: NewPolicy): Promise<Policy> {
  const { text, categories, material, at } = policy
  const sha256 = policySha256(policy)
  // Who may append to the log is alone: no version is given twice.
  return appending(database, async (tx, head) => {
    const values = [at, material ? 1 : 0, text, JSON.stringify(categories), fromHex(sha256)]
    const [row] = await tx.query<PolicyRow>(ADD, values)
    if (row === undefined) throw new Error('a new policy is not there')
    const added = toPolicy(row)
    const { version } = added
    const entry = nextEntry(head, at, { kind: 'policy', policy: version, sha256, material })
    await append(tx, [{ entry, what: POLICY_ENTRY, choices: 0, prior: 0 }])
    return added
  })
}

export async function rates(
  database: Database,
  range: { from: number; to: number },
): Promise<Rate[]> {
  const sql = `
    SELECT day, site, act, sum(count)::bigint AS count FROM hallpass_rate
    WHERE day BETWEEN $1 AND $2 GROUP BY day, site, act ORDER BY day, site, act`
  const rows = await database.query<RateRow>(sql, [dayOf(range.from), dayOf(range.to)])
  return rows.map(toRate).filter(isPresent)
}
