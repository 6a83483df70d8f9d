/** Options that are functions of the request: a session of one tenant is nobody's at another. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HostileProvider } from '../support/hostile-provider.ts'
import { CLIENT, open, type World } from './world.ts'

const SOUTH = { 'x-tenant': 'south' }

describe('a session that was begun at one tenant', () => {
  test('opens nothing at a tenant with another issuer, and takes no token there', async (t) => {
    const south = await HostileProvider.start()
    t.after(() => south.close())
    south.clients = [CLIENT]
    const world: World = await open(t, {
      oidc: {
        issuer: (exchange) =>
          exchange.header('x-tenant') === 'south' ? south.issuer : world.provider.issuer,
      },
    })
    const visitor = await world.signedIn()
    assert.equal((await visitor.send('/staff')).status, 200)
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    const elsewhere = { cookie, headers: SOUTH }
    const there = world.visitor()
    assert.equal((await there.send('/', elsewhere)).body, 'public, nobody')
    assert.equal((await there.send('/staff', { ...elsewhere, mode: 'cors' })).status, 401)
    for (const route of ['/auth/refresh', '/auth/logout']) {
      await there.send(route, { ...elsewhere, method: 'POST', mode: 'cors' })
    }
    assert.deepEqual(south.calls, [])
    assert.equal((await visitor.send('/staff')).status, 200)
  })

  test('opens nothing at a tenant with another client of the same issuer', async (t) => {
    const world = await open(t, {
      oidc: { clientId: (exchange) => exchange.header('x-tenant') ?? CLIENT.id },
    })
    const visitor = await world.signedIn()
    const answer = await visitor.send('/staff', { mode: 'cors', headers: SOUTH })
    assert.equal(answer.status, 401)
  })

  test('is nobody where the function of the app throws, and public pages are served', async (t) => {
    const clientId = (exchange: { header(name: string): string | undefined }) => {
      if (exchange.header('x-tenant') === undefined) return CLIENT.id
      throw new Error('there is no such tenant')
    }
    const world = await open(t, { oidc: { clientId } })
    const visitor = await world.signedIn()
    assert.equal((await visitor.send('/', { headers: SOUTH })).body, 'public, nobody')
  })
})
