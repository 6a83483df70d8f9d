import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { money, openShopData, parsePrice, total } from './shop-data.ts'

describe('the shop', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-shop-'))
  })
  after(() => rm(folder, { recursive: true }))

  test('keeps prices and orders over a restart', async () => {
    const file = join(folder, 'shop.json')
    const shop = await openShopData(file)
    shop.setPrice('mug', 1550, 'Edwin')
    const { number } = shop.place({
      customer: 'x',
      name: 'X',
      email: 'x@example.com',
      placedAt: 1,
      lines: [{ product: 'mug', quantity: 2, price: 1550 }],
    })
    await shop.flush()
    const again = await openShopData(file)
    assert.equal(again.product('mug')?.price, 1550)
    assert.equal(again.pricesBy(), 'Edwin')
    assert.equal(again.orders('x')[0]?.number, number)
  })

  test('shows a customer their own orders alone, the newest first', async () => {
    const shop = await openShopData()
    const orders = shop.orders('reader')
    assert.ok(orders.every(({ customer }) => customer === 'reader'))
    assert.deepEqual(
      orders.map(({ number }) => number),
      [1005, 1002],
    )
  })

  test('names the file that is damaged', async () => {
    const file = join(folder, 'damaged.json')
    await writeFile(file, '{"prices":{"mug":"free"},"orders":[]}')
    await assert.rejects(openShopData(file), { message: /damaged\.json/ })
  })

  test('reads a price as people type it', () => {
    const read = ['14', '14.5', '£14.50', ' 14.05 '].map(parsePrice)
    assert.deepEqual(read, [1400, 1450, 1450, 1405])
    for (const text of ['', '0', '-1', '1.234', 'x', '99999'])
      assert.equal(parsePrice(text), undefined)
  })

  test('adds up pence and writes them as pounds', () => {
    const lines = [
      { product: 'mug', quantity: 2, price: 1405 },
      { product: 'honey', quantity: 1, price: 740 },
    ]
    assert.equal(money(total(lines)), '£35.50')
  })
})
