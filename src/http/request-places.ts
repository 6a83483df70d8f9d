/** The objects under which a guard may have remembered what it found of a request. */

/** Where the frameworks keep the request: itself, Fastify's `raw`, Koa's `req`, Hono's `req.raw`. */
export function placesOf(request: object): readonly object[] {
  const own = member(request, 'req')
  const places = [request, member(request, 'raw'), own, own && member(own, 'raw')]
  return places.filter((place) => place !== undefined)
}

function member(holder: object, name: string): object | undefined {
  const value: unknown = Reflect.get(holder, name)
  return typeof value === 'object' && value !== null ? value : undefined
}
