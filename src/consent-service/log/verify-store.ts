/** Checks all that a store has to prove. */
import { equalText } from '../../crypto/equal.ts'
import { policySha256 } from '../store/policy-hash.ts'
import type { ConsentStore, LogEntry, Policy } from '../store/port.ts'
import { allEntries, type Verdict, verifyLog } from './verify.ts'

/**
 * Checks the log of a store; that it ends with the entry which the store keeps beside it as the
 * last; and that each policy's text, categories and kind of change are those that its entry in the
 * log was made for. What is appended meanwhile is checked too.
 *
 * Whoever changes what is kept beside the log as well is found only by who kept a head elsewhere.
 *
 * @example
 * const verdict = await verifyStore(store)
 */
export async function verifyStore(
  store: Pick<ConsentStore, 'entries' | 'head' | 'policies'>,
): Promise<Verdict> {
  const policies = await store.policies()
  const head = await store.head()
  const proved = new Map<number, LogEntry>()
  const verdict = await verifyLog(withPolicies(allEntries(store), proved), head)
  if (!verdict.ok) return verdict
  for (const policy of policies) {
    const fault = policyFault(policy, proved.get(policy.version))
    if (fault !== undefined) return { ok: false, ...fault }
  }
  if ((await store.head()).seq >= verdict.entries) return verdict
  return { ok: false, seq: verdict.entries, what: 'the log goes on after its last entry' }
}

async function* withPolicies(
  entries: AsyncIterable<LogEntry>,
  found: Map<number, LogEntry>,
): AsyncGenerator<LogEntry> {
  for await (const entry of entries) {
    const { record } = entry
    if (record?.kind === 'policy' && record.policy !== undefined) found.set(record.policy, entry)
    yield entry
  }
}

/** A policy whose entry holds is still to be compared: its text is not in the log. */
function policyFault(
  policy: Policy,
  entry: LogEntry | undefined,
): { readonly seq: number; readonly what: string } | undefined {
  const { version } = policy
  if (entry === undefined) {
    return { seq: 0, what: `version ${version} of the policy was never published` }
  }
  const isSame =
    equalText(policySha256(policy), entry.record?.sha256 ?? '') &&
    policy.material === entry.record?.material &&
    policy.createdAt === entry.at
  return isSame
    ? undefined
    : { seq: entry.seq, what: `version ${version} of the policy was changed` }
}
