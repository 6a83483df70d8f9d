import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { logOf, someRecord } from '../../../tests/support/log-of.ts'
import type { LogEntry, LogRecord } from '../store/port.ts'
import { commitmentOf, GENESIS, hashOf, nextEntry } from './entry.ts'
import { allEntries, verifyLog } from './verify.ts'

/** Another hexadecimal text, or number, or record. */
function otherText(text: string): string {
  return (text.startsWith('0') ? '1' : '0') + text.slice(1)
}

const CHANGES: readonly ((entry: LogEntry) => LogEntry)[] = [
  (entry) => ({ ...entry, seq: entry.seq + 1 }),
  (entry) => ({ ...entry, at: entry.at + 1 }),
  (entry) => ({ ...entry, prev: otherText(entry.prev) }),
  (entry) => ({ ...entry, hash: otherText(entry.hash) }),
  (entry) => ({ ...entry, commitment: otherText(entry.commitment) }),
  (entry) => ({ ...entry, salt: otherText(entry.salt ?? '') }),
  (entry) => ({ ...entry, salt: undefined }),
  (entry) => ({ ...entry, record: undefined }),
  ...recordChanges(),
]

function recordChanges(): ((entry: LogEntry) => LogEntry)[] {
  const changes: ((record: LogRecord) => LogRecord)[] = [
    (record) => ({ ...record, kind: 'forget' }),
    (record) => ({ ...record, visitor: `${record.visitor}0` }),
    (record) => ({ ...record, site: `${record.site}0` }),
    (record) => ({ ...record, origin: 'https://other.example' }),
    (record) => ({ ...record, act: record.act === 'saved' ? 'accept_all' : 'saved' }),
    (record) => ({ ...record, policy: (record.policy ?? 0) + 1 }),
    (record) => ({ ...record, policyShown: record.policyShown !== true }),
    (record) => ({ ...record, choices: { ...record.choices, more: true } }),
    (record) => ({
      ...record,
      choices: { ...record.choices, performance: record.choices?.performance !== true },
    }),
    ({ site: _, ...record }) => record,
  ]
  return changes.map((change) => (entry) => ({
    ...entry,
    record: entry.record && change(entry.record),
  }))
}

const ORIGIN = { seq: 0, hash: GENESIS }

function withoutRecord(entry: LogEntry | undefined): LogEntry {
  assert.ok(entry)
  return { ...entry, record: undefined, salt: undefined }
}

const log = fc.array(someRecord, { minLength: 1, maxLength: 8 }).map(logOf)
const place = fc.nat(1000)

describe('verifyLog', () => {
  test('holds for every log, also with records forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.boolean(), { maxLength: 8 }), async (entries, gone) => {
        const hidden = entries.map((entry, index) => (gone[index] ? withoutRecord(entry) : entry))
        const erased = hidden.filter(({ record }) => record === undefined).length
        const last = nextEntry(hidden.at(-1) ?? ORIGIN, 5, { kind: 'forget', erased })
        const verdict = await verifyLog([...hidden, last])
        assert.deepEqual(verdict, {
          ok: true,
          entries: entries.length + 1,
          forgotten: erased,
          head: { seq: last.seq, hash: last.hash },
        })
      }),
      PROPERTY_RUNS,
    )
  })

  test('finds any change of any field of any entry', async () => {
    await fc.assert(
      fc.asyncProperty(log, place, fc.constantFrom(...CHANGES), async (entries, at, change) => {
        const index = at % entries.length
        const changed = entries.map((entry, other) => (other === index ? change(entry) : entry))
        const verdict = await verifyLog(changed)
        assert.equal(verdict.ok, false)
        assert.equal(!verdict.ok && verdict.seq, index + 1)
      }),
      PROPERTY_RUNS,
    )
  })

  test('finds a record that was taken away and not forgotten, be it of a forget entry', async () => {
    await fc.assert(
      fc.asyncProperty(log, place, fc.nat(3), async (entries, at, forgotten) => {
        const whole: LogEntry[] = [...entries]
        for (let erased = 0; erased < forgotten; erased += 1) {
          whole[erased % entries.length] = withoutRecord(whole[erased % entries.length])
        }
        const erased = whole.filter(({ record }) => record === undefined).length
        whole.push(nextEntry(whole.at(-1) ?? ORIGIN, 5, { kind: 'forget', erased }))
        assert.equal((await verifyLog(whole)).ok, true)
        const readable = whole.filter(({ record }) => record !== undefined)
        const hidden = readable[at % readable.length]
        const verdict = await verifyLog(
          whole.map((entry) => (entry === hidden ? withoutRecord(entry) : entry)),
        )
        assert.match(verdict.ok ? '' : verdict.what, /^a record was taken away/)
      }),
      PROPERTY_RUNS,
    )
  })

  test('holds while others are forgotten: their records were seen, or are accounted for later', async () => {
    const entries: LogEntry[] = logOf([{ kind: 'consent' }, { kind: 'consent' }])
    entries.push(nextEntry(entries.at(-1) ?? ORIGIN, 5, { kind: 'forget', erased: 2 }))
    const second = entries.map((entry) => (entry.seq === 2 ? withoutRecord(entry) : entry))
    for (const seen of [entries, second]) assert.equal((await verifyLog(seen)).ok, true)
  })

  test('finds an entry that is missing, put in, or in another place', async () => {
    await fc.assert(
      fc.asyncProperty(log, place, place, async (entries, a, b) => {
        const [from, to] = [a % entries.length, b % entries.length]
        const without = entries.toSpliced(from, 1)
        if (from < entries.length - 1) assert.equal((await verifyLog(without)).ok, false)
        const moved = without.toSpliced(to, 0, ...entries.slice(from, from + 1))
        if (from !== to) assert.equal((await verifyLog(moved)).ok, false)
        const doubled = entries.toSpliced(to, 0, ...entries.slice(from, from + 1))
        assert.equal((await verifyLog(doubled)).ok, false)
      }),
      PROPERTY_RUNS,
    )
  })

  test('finds an end that was cut off, or written anew, when an earlier head is known', async () => {
    await fc.assert(
      fc.asyncProperty(log, place, async (entries, at) => {
        const verdict = await verifyLog(entries)
        assert.ok(verdict.ok)
        const { head } = verdict
        const index = at % entries.length
        assert.equal((await verifyLog(entries.slice(0, index), head)).ok, false)
        const before = entries[index - 1] ?? { seq: 0, hash: GENESIS }
        const anew = [...entries.slice(0, index)]
        let last = before
        for (const entry of entries.slice(index)) {
          const made = nextEntry(last, entry.at, entry.record)
          anew.push(made)
          last = made
        }
        assert.equal((await verifyLog(anew)).ok, true)
        assert.equal((await verifyLog(anew, head)).ok, false)
        assert.equal((await verifyLog(entries, before.seq > 0 ? before : undefined)).ok, true)
      }),
      PROPERTY_RUNS,
    )
  })

  test('reads a store in pages', async () => {
    const entries = logOf(Array.from({ length: 2500 }, () => ({ kind: 'forget' as const })))
    const store = {
      entries: async (after: number, limit: number) => entries.slice(after, after + limit),
    }
    const verdict = await verifyLog(allEntries(store))
    assert.equal(verdict.ok && verdict.entries, 2500)
    assert.deepEqual(await verifyLog([]), {
      ok: true,
      entries: 0,
      forgotten: 0,
      head: { seq: 0, hash: GENESIS },
    })
  })
})

test('an entry says nothing about its record without the salt', () => {
  const record: LogRecord = { kind: 'forget' }
  const [a, b] = [1, 2].map(() => nextEntry({ seq: 0, hash: GENESIS }, 5, record))
  assert.ok(a && b)
  assert.notEqual(a.commitment, b.commitment)
  assert.notEqual(a.hash, b.hash)
})

test('hash and commitment are those that anybody can compute', () => {
  const salt = '00'.repeat(32)
  // printf %s '{"kind":"forget"}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000…
  const commitment = commitmentOf({ kind: 'forget' }, salt)
  assert.equal(commitment, '74fdabbedaa64c4df2dd3fb0e8a1d061b6f24bf178ad837afb1985bb424b9d59')
  // printf %s '[1,5,"000…","…"]' | sha256sum
  assert.equal(
    hashOf({ seq: 1, at: 5, prev: GENESIS, commitment }),
    '9882cbcd694c21e81ce323c3bd8f00fb4fffefcc4b1209b53fe6c72d9d3afe6a',
  )
})
