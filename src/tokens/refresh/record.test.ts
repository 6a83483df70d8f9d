import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { everythingIn } from '../../../tests/rejection.ts'
import { chainFrom } from './chain.ts'
import { read, type SessionRecord, written } from './record.ts'

const ID = 'Zxz1DuMbr1A5nY8ne82UNQ'
const chain = chainFrom(ID, randomBytes(32))
const spent = [{ digest: randomBytes(32), salt: randomBytes(32), spentAt: 5, at: 6 }]
const session = {
  id: ID,
  sub: 'una',
  label: undefined,
  data: { roles: ['reader'] },
  createdAt: 1,
  lastUsedAt: 2,
  expiresAt: 3,
}
const record: SessionRecord = { session, chain: { ...chain, spent } }

describe('a record', () => {
  test('is read as it was written', () => {
    for (const label of [undefined, 'Firefox on Linux']) {
      const one = { ...record, session: { ...session, label } }
      assert.deepEqual(read(written(one)), one)
    }
  })

  test('that is damaged, of a later version, or something else signs nobody out: it is 503', () => {
    const text = written(record)
    const good = JSON.parse(text)
    const key = good.chain.key
    for (const value of [
      '',
      '[]',
      'null',
      text.slice(1),
      Buffer.from(text),
      JSON.stringify({ ...good, v: 2 }),
      JSON.stringify({ ...good, data: [] }),
      JSON.stringify({ ...good, lastUsedAt: '2' }),
      JSON.stringify({ ...good, more: 1 }),
      JSON.stringify({ ...good, chain: { ...good.chain, next: undefined } }),
      JSON.stringify({ ...good, chain: { ...good.chain, key: key.slice(2) } }),
      JSON.stringify({ ...good, chain: { ...good.chain, key: `${key}=` } }),
      JSON.stringify({ ...good, chain: { ...good.chain, key: 7 } }),
    ]) {
      const error = refusal(() => read(value))
      assert.deepEqual([error.code, error.status], ['store_unavailable', 503])
      assert.ok(!everythingIn(error).includes(key.slice(0, 20)))
    }
  })
})
