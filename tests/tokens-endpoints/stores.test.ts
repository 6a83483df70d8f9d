/** The endpoints in two processes over one store: each has its own connection. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Place } from '../stores/contract/ground.ts'
import { memoryPlace, postgresPlace, redisPlace, sqlitePlace } from '../stores/places.ts'
import { CLIENTS } from '../stores/redis-clients.ts'
import { jsonOf, type TokenService, tokenService } from '../support/token-service.ts'

const { redis } = CLIENTS
if (redis === undefined) throw new Error('no client of Redis')

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  memory: memoryPlace,
  SQLite: sqlitePlace,
  Redis: () => redisPlace(redis),
  PostgreSQL: postgresPlace,
}

for (const [name, make] of Object.entries(PLACES)) {
  describe(name, () => {
    let place: Place
    before(async () => {
      place = await make()
    })
    after(() => place.remove())

    /** Two services over one store, and how often they asked the app. */
    const pair = async (space: string, limits = {}) => {
      let asked = 0
      const service = async () =>
        tokenService({
          store: await place.open(space),
          limits,
          authenticate({ username, password }) {
            asked += 1
            return password === 'right' ? { sub: username } : undefined
          },
        })
      const services = [await service(), await service()] as const
      return { services, asked: () => asked }
    }

    const logins = (services: readonly TokenService[], count: number, addressOf: AddressOf) =>
      Promise.all(
        Array.from({ length: count }, (_, i) =>
          services[i % 2]?.post(
            '/login',
            { username: 'una', password: 'wrong' },
            { remoteAddress: addressOf(i) },
          ),
        ),
      )

    test('tries for an account are counted together, many at once', async () => {
      const { services, asked } = await pair('account')
      const replies = await logins(services, 40, (i) => `198.51.100.${i}`)
      assert.equal(asked(), 10)
      assert.equal(replies.filter((reply) => reply?.status === 401).length, 10)
      assert.equal(replies.filter((reply) => reply?.status === 429).length, 30)
    })

    test('tries from an address are counted together, many at once', async () => {
      const limits = { address: { tries: 5, per: 36_000 } }
      const { services, asked } = await pair('address', limits)
      await logins(services, 30, () => '198.51.100.1')
      assert.equal(asked(), 5)
    })

    test('what one process began, the other renews, lists and ends', async () => {
      const {
        services: [one, other],
      } = await pair('session')
      const login = await one.post('/login', { username: 'una', password: 'right', label: 'pad' })
      const { refreshToken } = jsonOf(login)
      const renewed = jsonOf(await other.post('/renew', { refreshToken }))
      const headers = { authorization: `Bearer ${renewed.token}` }
      const listed = jsonOf(await one.ask({ url: '/sessions', headers }))
      assert.ok(Array.isArray(listed.items))
      assert.equal(listed.items[0].label, 'pad')
      assert.equal((await other.ask({ method: 'POST', url: '/logout', headers })).status, 204)
      const over = await one.post('/renew', { refreshToken: renewed.refreshToken })
      assert.equal(over.status, 401)
    })

    test('a network that an account knows is known to all processes', async () => {
      const {
        services: [one, other],
      } = await pair('known')
      const right = { username: 'una', password: 'right' }
      assert.equal((await one.post('/login', right)).status, 200)
      await logins([one, other], 12, (i) => `198.51.100.${i}`)
      const elsewhere = await other.post('/login', right, { remoteAddress: '203.0.113.1' })
      assert.equal(elsewhere.status, 429)
      assert.equal((await other.post('/login', right)).status, 200)
    })
  })
}

type AddressOf = (index: number) => string
