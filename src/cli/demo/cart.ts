/** The shop's cart, as it is kept in the visitor's session. */

/** How many of each product, by the product's id. */
export type Cart = ReadonlyMap<string, number>

/** No more of one product fits into a cart. */
export const MOST = 20

/** The cart in a session. What is no cart counts as an empty one. */
export function readCart(session: Readonly<Record<string, unknown>>): Cart {
  const { cart } = session
  if (typeof cart !== 'object' || cart === null) return new Map()
  return new Map(
    Object.entries(cart).filter(
      ([, quantity]) => Number.isInteger(quantity) && quantity > 0 && quantity <= MOST,
    ),
  )
}

/** Sets how many of a product are in the cart; 0 takes it out. */
export function setQuantity(
  session: Record<string, unknown>,
  product: string,
  quantity: number,
): void {
  const cart = new Map(readCart(session))
  if (quantity > 0) cart.set(product, Math.min(Math.trunc(quantity), MOST))
  else cart.delete(product)
  if (cart.size > 0) session.cart = Object.fromEntries(cart)
  else delete session.cart
}

/** How many things are in it. */
export function countItems(cart: Cart): number {
  return [...cart.values()].reduce((sum, quantity) => sum + quantity, 0)
}
