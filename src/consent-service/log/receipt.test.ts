import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { logOf } from '../../../tests/support/log-of.ts'
import { isHallpassError } from '../../errors.ts'
import type { LogQuery, LogRecord } from '../store/port.ts'
import { parseReceipt, type Receipt, receiptOf, verifyReceipt } from './receipt.ts'

const ME = '6a1f0c5e-7a40-4c11-9f2b-1d2c3b4a5f60'
const OTHER = '0b7e9a52-3a5d-4a0e-8f5e-2f1d6c7b8a90'

function recordOf(visitor: string): LogRecord {
  return { kind: 'consent', visitor, choices: { performance: true }, act: 'saved', policy: 1 }
}

function storeOf(visitors: readonly string[]) {
  const entries = logOf(visitors.map(recordOf))
  const log = async ({ visitor, limit, beforeSeq = Number.MAX_SAFE_INTEGER }: LogQuery) =>
    entries
      .filter(({ seq, record }) => seq < beforeSeq && record.visitor === visitor)
      .reverse()
      .slice(0, limit)
  return { entries, log }
}

async function receiptAnd(visitors: readonly string[]) {
  const store = storeOf(visitors)
  const receipt = await receiptOf(store, ME)
  return { receipt, entries: store.entries }
}

describe('a receipt', () => {
  test('holds all of one visitor, in order, and survives being written', async () => {
    const visitors = Array.from({ length: 1200 }, (_, index) => (index % 2 ? ME : OTHER))
    const { receipt, entries } = await receiptAnd(visitors)
    assert.deepEqual(
      receipt.entries,
      entries.filter(({ record }) => record.visitor === ME),
    )
    const read = parseReceipt(JSON.stringify(receipt))
    assert.deepEqual(read, receipt)
    assert.deepEqual(await verifyReceipt(read, entries), { ok: true, entries: 600, forgotten: 0 })
    const chain = entries.map((entry) => ({ ...entry, record: undefined, salt: undefined }))
    assert.deepEqual(await verifyReceipt(read, chain), {
      ok: true,
      entries: 600,
      forgotten: 600,
    })
  })

  test('without entries can be read, and proves nothing', async () => {
    const empty = await receiptOf(storeOf([OTHER]), ME)
    assert.deepEqual(parseReceipt(JSON.stringify(empty)), {
      format: 'hallpass-consent-receipt/1',
      visitor: ME,
      entries: [],
    })
    assert.equal((await verifyReceipt(empty)).ok, false)
  })

  test('does not hold when anything in it was changed', async () => {
    const { receipt } = await receiptAnd([ME, OTHER, ME])
    const text = JSON.stringify(receipt)
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'0a1"}:,x'), async (at, to) => {
        const changed = text.slice(0, at) + to + text.slice(at + 1)
        fc.pre(changed !== text)
        let verdict: Awaited<ReturnType<typeof verifyReceipt>>
        try {
          verdict = await verifyReceipt(parseReceipt(changed))
        } catch (error) {
          return assert.ok(isHallpassError(error))
        }
        assert.equal(verdict.ok, false, changed)
      }),
      PROPERTY_RUNS,
    )
  })

  test('does not hold for another visitor, twice the same, or another chain', async () => {
    const { receipt, entries } = await receiptAnd([ME, OTHER, ME])
    const whats: string[] = []
    const judge = async (given: Receipt, chain?: Parameters<typeof verifyReceipt>[1]) => {
      const verdict = await verifyReceipt(given, chain)
      whats.push(verdict.ok ? 'ok' : verdict.what)
    }
    await judge({ ...receipt, visitor: OTHER })
    await judge({ ...receipt, entries: [...receipt.entries, ...receipt.entries] })
    await judge(receipt, entries.slice(0, 2))
    await judge(receipt, storeOf([ME, OTHER, ME]).entries)
    assert.deepEqual(whats, [
      'the record is of another visitor',
      'the entry is in it twice',
      'the log does not hold the entry',
      'the log holds another entry',
    ])
  })

  test('is refused when it is something else', () => {
    for (const text of ['', '[]', '{}', 'null', '{"format":"hallpass-consent-receipt/1"}']) {
      assert.throws(() => parseReceipt(text), { code: 'bad_request' })
    }
  })
})
