/** What the shop has sold before the demo began. */
import type { Order } from './shop-data.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const now = Math.floor(Date.now() / 1000)
const rita = { customer: 'reader', name: 'Rita Sand', email: 'rita@harbour.example' }
const edwin = { customer: 'editor', name: 'Edwin Cole', email: 'edwin@harbour.example' }
const ada = { customer: 'admin', name: 'Ada Marsh', email: 'ada@harbour.example' }
const mo = { customer: 'mo', name: 'Mo Tarn', email: 'mo@harbour.example' }

export const SAMPLE_ORDERS: readonly Order[] = [
  {
    ...mo,
    number: 1001,
    placedAt: now - 40 * DAY - 5 * HOUR,
    lines: [{ product: 'kettle', quantity: 1, price: 6800 }],
  },
  {
    ...rita,
    number: 1002,
    placedAt: now - 21 * DAY + 2 * HOUR,
    lines: [
      { product: 'earl-grey', quantity: 2, price: 820 },
      { product: 'mug', quantity: 1, price: 1400 },
    ],
  },
  {
    ...ada,
    number: 1003,
    placedAt: now - 12 * DAY - 3 * HOUR,
    lines: [{ product: 'teapot', quantity: 1, price: 4200 }],
  },
  {
    ...edwin,
    number: 1004,
    placedAt: now - 9 * DAY + 4 * HOUR,
    lines: [
      { product: 'sencha', quantity: 1, price: 950 },
      { product: 'honey', quantity: 3, price: 740 },
    ],
  },
  {
    ...rita,
    number: 1005,
    placedAt: now - 3 * DAY + HOUR,
    lines: [{ product: 'honey', quantity: 1, price: 740 }],
  },
]
