import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refusal } from '../../../tests/refusal.ts'
import { type KeysetRequest, keyset } from './keyset.ts'

const secrets = ['a secret of at least thirty-two characters']
const rows = [1, 2, 3, 4, 5].map((id) => ({ id }))
const after = ({ after, limit }: KeysetRequest) =>
  rows.filter(({ id }) => after === undefined || id > Number(after[0])).slice(0, limit)

test('each page begins where the last one ended, and the last has no next', async () => {
  const byId = keyset({ by: ['id'], secrets, limit: 2 })
  const first = await byId.page(after, byId.parse(''))
  assert.deepEqual(first.items, [{ id: 1 }, { id: 2 }])
  const second = await byId.page(after, byId.parse({ after: first.next ?? '' }))
  const last = await byId.page(after, byId.parse({ after: second.next ?? '' }))
  assert.deepEqual([last.items, last.next], [[{ id: 5 }], null])
  assert.deepEqual(await byId.page(after, byId.parse('?limit=0')), {
    limit: 0,
    items: [],
    next: null,
  })
  const whole = await byId.page(after, byId.parse('?limit=5'))
  assert.deepEqual([whole.items.length, whole.next], [5, null])
})

test('a cursor that was changed, or is of another order or another secret, is 422', async () => {
  const byId = keyset({ by: ['id'], secrets, limit: 2 })
  const { next } = await byId.page(after, byId.parse(''))
  const good = next ?? ''
  const at = new Set(Array.from({ length: good.length }, (_, index) => index))
  for (const index of at) {
    const changed = good.slice(0, index) + (good[index] === 'A' ? 'B' : 'A') + good.slice(index + 1)
    assert.equal(refusal(() => byId.parse({ after: changed })).status, 422)
  }
  const others = [
    keyset({ by: ['-id'], secrets }),
    keyset({ by: ['id', 'name'], secrets }),
    keyset({ by: ['id'], secrets: ['another secret of thirty-two characters'] }),
  ]
  for (const other of others) assert.equal(refusal(() => other.parse({ after: good })).status, 422)
  assert.equal(
    refusal(() => byId.parse(new URLSearchParams(`after=${good}&after=${good}`))).status,
    422,
  )
  assert.equal(refusal(() => byId.parse({ after: 'x'.repeat(5000) })).status, 422)
})

test('a new secret reads the cursors of the old one', async () => {
  const { next } = await keyset({ by: ['id'], secrets, limit: 2 }).page(after, {
    after: undefined,
    limit: 2,
  })
  const rotated = keyset({
    by: ['id'],
    secrets: ['the new secret of thirty-two characters!', ...secrets],
  })
  assert.deepEqual(rotated.parse({ after: next ?? '' }).after, [2])
})

test('nothing that a client makes up is a cursor', () => {
  const byId = keyset({ by: ['id'], secrets })
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      assert.equal(refusal(() => byId.parse({ after: text })).code, 'validation_failed')
    }),
  )
})

test('values come back as what they were', async () => {
  const row = { a: 'ä', b: 1.5, c: 9007199254740993n, d: true, e: new Date(1) }
  const all = keyset({ by: ['a', 'b', 'c', '-d', 'e'], secrets })
  const { next } = await all.page(() => [row, row], { after: undefined, limit: 1 })
  assert.deepEqual(all.parse({ after: next ?? '' }).after, Object.values(row))
})

test('a row without a value in a key column is a fault of the service', async () => {
  const byId = keyset({ by: ['notes.id'], secrets })
  const asked = { after: undefined, limit: 1 }
  for (const row of [{ id: null }, { other: 1 }, { id: undefined }, { id: {} }]) {
    await assert.rejects(
      byId.page(() => [row, row], asked),
      { code: 'invalid_config' },
    )
  }
})

test('options that are wrong are refused', () => {
  const wrong = [
    { by: [], secrets },
    { by: [''], secrets },
    { by: ['- id'], secrets },
    { by: ['id', '-id'], secrets },
    { by: ['id'], secrets: [] },
    { by: ['id'], secrets: [''] },
    { by: ['id'], secrets: undefined },
    { by: ['id'], secrets, maximum: 0 },
    { by: ['id'], secrets, limit: 1.5 },
    { by: ['id'], secrets, limit: 20, maximum: 10 },
  ]
  for (const options of wrong) {
    assert.equal(refusal(() => keyset(options)).code, 'invalid_config', JSON.stringify(options))
  }
  assert.equal(keyset({ by: ['-a-b', 'a', 'ab'], secrets }).parse('').limit, 20)
})

test('it is a schema of a query, too', async () => {
  const byId = keyset({ by: ['id'], secrets, limit: 2 })
  const { next } = await byId.page(after, byId.parse(''))
  const read = byId['~standard'].validate({ after: next, limit: '1', other: '1' })
  assert.deepEqual(await read, { value: { after: [2], limit: 1 } })
  const message = 'must be the next of another page'
  assert.deepEqual(await byId['~standard'].validate({ after: 'x' }), {
    issues: [{ message, path: ['after'] }],
  })
})
