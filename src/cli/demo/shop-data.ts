/** What the shop sells and has sold. */
import {
  array,
  type GenericSchema,
  integer,
  number,
  object,
  optional,
  pipe,
  record,
  safeParse,
  string,
} from 'valibot'
import { damaged, readJson, Saver } from './files.ts'
import { SAMPLE_ORDERS } from './shop-samples.ts'

/** Something to buy. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly description: string
  /** In pence. */
  readonly price: number
}

/** Part of an order: so many of a product, at the price of the day (in pence). */
export interface OrderLine {
  readonly product: string
  readonly quantity: number
  readonly price: number
}

/** Something that was bought. */
export interface Order {
  readonly number: number
  /** The `sub` of the customer. */
  readonly customer: string
  readonly name: string
  readonly email: string
  /** Seconds since the epoch. */
  readonly placedAt: number
  readonly lines: readonly OrderLine[]
}

const PRODUCTS: readonly Product[] = [
  {
    id: 'sencha',
    name: 'Morning sencha',
    description: 'Green and grassy, a tin of 80 g.',
    price: 950,
  },
  {
    id: 'earl-grey',
    name: 'Lighthouse Earl Grey',
    description: 'Black tea with bergamot, a tin of 100 g.',
    price: 820,
  },
  {
    id: 'teapot',
    name: 'Stoneware teapot',
    description: 'Thrown by hand, holds three mugs.',
    price: 4200,
  },
  { id: 'mug', name: 'Harbour mug', description: 'Heavy enough for a windy deck.', price: 1400 },
  {
    id: 'kettle',
    name: 'Copper kettle',
    description: 'Sings a low C when it is ready.',
    price: 6800,
  },
  {
    id: 'honey',
    name: 'Heather honey',
    description: 'From the hives behind the dunes, 250 g.',
    price: 740,
  },
]

interface Stored {
  readonly prices: Record<string, number>
  readonly pricesBy?: string | undefined
  readonly orders: Order[]
}

const whole = pipe(number(), integer())
const line = object({ product: string(), quantity: whole, price: whole })
const order = object({
  number: whole,
  customer: string(),
  name: string(),
  email: string(),
  placedAt: whole,
  lines: array(line),
})
const stored: GenericSchema<Stored> = object({
  prices: record(string(), whole),
  pricesBy: optional(string()),
  orders: array(order),
})

/** The shop's books. */
export interface ShopData {
  products(): readonly Product[]
  product(id: string): Product | undefined
  /** Who changed the prices last. */
  pricesBy(): string | undefined
  /** Sets a price in pence. */
  setPrice(id: string, price: number, by: string): void
  /** The orders of a customer, or of all; the newest first. */
  orders(customer?: string): readonly Order[]
  place(order: Omit<Order, 'number'>): Order
  flush(): Promise<void>
}

/** Opens the books, kept in `file` or in memory. */
export async function openShopData(file?: string): Promise<ShopData> {
  const content = file === undefined ? undefined : await readJson(file)
  const result = safeParse(stored, content ?? { prices: {}, orders: SAMPLE_ORDERS })
  if (!result.success) throw damaged(file ?? 'shop data')
  const { prices, orders } = result.output
  let { pricesBy } = result.output
  const saver = new Saver(file, () => ({ prices, pricesBy, orders }))
  const products = () => PRODUCTS.map((one) => ({ ...one, price: prices[one.id] ?? one.price }))
  return {
    products,
    product: (id) => products().find((one) => one.id === id),
    pricesBy: () => pricesBy,
    setPrice(id, price, by) {
      prices[id] = price
      pricesBy = by
      saver.changed()
    },
    orders: (customer) =>
      orders
        .filter((one) => customer === undefined || one.customer === customer)
        .toSorted((a, b) => b.number - a.number),
    place(details) {
      const placed = { ...details, number: Math.max(1000, ...orders.map((one) => one.number)) + 1 }
      orders.push(placed)
      saver.changed()
      return placed
    },
    flush: () => saver.flush(),
  }
}

/** An amount of pence as a price. */
export function money(pence: number): string {
  return `£${(pence / 100).toFixed(2)}`
}

/** What lines cost together, in pence. */
export function total(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
}

/** A price as it was typed, in pence; undefined when it is none. */
export function parsePrice(text: string): number | undefined {
  const match = /^£?(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return undefined
  const pence = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return pence > 0 ? pence : undefined
}
