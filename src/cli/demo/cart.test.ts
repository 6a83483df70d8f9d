import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { countItems, MOST, readCart, setQuantity } from './cart.ts'

describe('the cart', () => {
  test('is kept in the session as plain JSON', () => {
    const session: Record<string, unknown> = {}
    setQuantity(session, 'mug', 2)
    setQuantity(session, 'tea', 1)
    assert.deepEqual(JSON.parse(JSON.stringify(session)), { cart: { mug: 2, tea: 1 } })
    assert.equal(countItems(readCart(session)), 3)
  })

  test('leaves the session when the last thing is taken out', () => {
    const session: Record<string, unknown> = {}
    setQuantity(session, 'mug', 2)
    setQuantity(session, 'mug', 0)
    assert.deepEqual(session, {})
  })

  test('takes whole numbers up to its limit', () => {
    const session: Record<string, unknown> = {}
    setQuantity(session, 'mug', 2.9)
    setQuantity(session, 'tea', 1e9)
    assert.deepEqual(Object.fromEntries(readCart(session)), { mug: 2, tea: MOST })
  })

  test('is empty where the session holds something else', () => {
    for (const cart of [
      undefined,
      null,
      1,
      'x',
      [],
      { mug: -1, tea: 'x', pot: 1.5, all: MOST + 1 },
    ]) {
      assert.equal(readCart({ cart }).size, 0)
    }
  })
})
