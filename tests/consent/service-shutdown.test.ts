import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { type ServiceWorld, SHOP, serviceWorld, temporaryFolder, worldOn } from './service-world.ts'

/** The status of a POST on a connection that is kept; undefined when it could not be sent. */
function post(url: string, agent: Agent, key: string, body: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', () => resolve(undefined))
      .end(body)
  })
}

test('a stop under load: what came is answered, what was answered is kept', async (t) => {
  const file = join(temporaryFolder(t), 'consent.db')
  const choices = { perSecond: 1e6, burst: 1e6 }
  const world = await worldOn(t, await openSqlite(file), { limits: { choices } })
  const keyed = await world.addSite(SHOP)
  const visitors: string[] = []
  for (let at = 0; at < 20; at++) visitors.push((await world.visit(keyed)).visitor)

  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const statuses = new Map<number | undefined, number>()
  const acknowledged = new Map<string, string>()
  let stopped = false
  const client = async (visitor: string) => {
    const url = `${world.url}/api/v1/users/${visitor}/preferences`
    for (let at = 0; !stopped; at++) {
      const consent = at % 2 === 0 ? 'all' : 'essential'
      const body = JSON.stringify({ preferences: { consent } })
      const status = await post(url, agent, keyed.key, body)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === undefined) return
      if (status === 200) acknowledged.set(visitor, consent)
    }
  }
  const load = visitors.map(client)
  await setTimeout(300)
  // A machine that is busy takes longer to get going.
  while ((statuses.get(200) ?? 0) <= 20) await setTimeout(20)
  const begun = performance.now()
  await world.close()
  assert.ok(performance.now() - begun < 5000)
  stopped = true
  await Promise.all(load)
  agent.destroy()

  assert.ok((statuses.get(200) ?? 0) > 20)
  // Nobody who was heard got a fault.
  assert.deepEqual(
    [...statuses.keys()].filter((status) => status !== 200 && status !== undefined),
    [],
  )
  const again = await openSqlite(file)
  t.after(() => again.close())
  for (const [visitor, consent] of acknowledged) {
    const choices = (await again.visitor(visitor))?.choice?.choices
    const said = choices?.performance === true ? 'all' : 'essential'
    // One more may have been stored whose answer did not arrive.
    const entries = await again.log({ limit: 2, visitor })
    assert.ok(said === consent || entries.length === 2, visitor)
  }
})

async function idle(world: ServiceWorld, text = '') {
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

test('connections on which nothing happens do not hold a stop up', async (t) => {
  const world = await serviceWorld(t)
  const kept = await idle(world, 'GET /_status/check HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(kept, 'data')
  const silent = await idle(world)
  const begun = performance.now()
  await world.close()
  assert.ok(performance.now() - begun < 2000)
  for (const socket of [kept, silent]) if (!socket.closed) await once(socket, 'close')
})

test('a request that never ends holds a stop up for ten seconds', {
  timeout: 30_000,
}, async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  await idle(
    world,
    `POST /api/v1/token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
  )
  await setTimeout(100)
  const begun = performance.now()
  await world.close()
  assert.ok(performance.now() - begun < 12_000)
})

test('after the stop the service answers 503, and a second stop is the first', async (t) => {
  const world = await serviceWorld(t)
  await Promise.all([world.close(), world.close()])
  const reply = await world.service.handle({
    method: 'GET',
    url: '/_status/check',
    header: () => undefined,
  })
  assert.equal(reply.status, 503)
})
