/** Connections that a real PostgreSQL or MariaDB dropped do no harm. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { mariadbServer, postgresServer, type Server, SIZE } from './databases.ts'
import { until } from './worker-process.ts'

const SERVERS = { PostgreSQL: postgresServer, MariaDB: mariadbServer }

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`connections of ${name}`, { timeout: 180_000 }, () => {
    let server: Server
    before(async () => {
      server = await start()
    })
    after(() => server.stop())

    test('are used again while they are there', async () => {
      const database = server.open({ checkAfter: 0 })
      const first = await database.id()
      for (let times = 0; times < 5; times++) assert.equal(await database.id(), first)
      await database.end()
    })

    test('that were dropped while nobody used them are replaced', async () => {
      const database = server.open({ checkAfter: 0 })
      const old = await database.all()
      assert.equal(new Set(old).size, SIZE)
      await server.kill(old)
      const fresh = await database.all()
      const both = fresh.filter((id) => old.includes(id))
      assert.deepEqual(both, [])
      await database.end()
    })

    test('that were dropped for being idle are replaced', async () => {
      const database = server.open({ checkAfter: 0 })
      const old = await database.idle()
      await until(async () => !(await server.isThere(old)))
      assert.notEqual(await database.id(), old)
      await database.end()
    })

    test('that are old are replaced', async () => {
      const database = server.open({ maxAge: 0, checkAfter: 60 })
      const old = await database.id()
      assert.notEqual(await database.id(), old)
      await database.end()
    })

    test('are replaced when the server was restarted', async () => {
      const database = server.open({ checkAfter: 0 })
      await database.all()
      await server.restart()
      assert.equal((await database.all()).length, SIZE)
      await database.end()
    })

    test('are refused while the server is down, and there when it is back', async () => {
      const database = server.open({ checkAfter: 0 })
      await database.id()
      await server.halt()
      await assert.rejects(database.id())
      await server.start()
      assert.ok((await database.id()) > 0)
      await database.end()
    })

    test('that break while they are used are an error of that work alone', async () => {
      const database = server.open({})
      for (let times = 0; times <= SIZE; times++) await assert.rejects(database.broken())
      assert.ok((await database.id()) > 0)
      await database.end()
    })

    test('on which something went wrong are not used again', async () => {
      const database = server.open({})
      const old = await database.fail()
      assert.notEqual(await database.id(), old)
      await database.end()
    })
  })
}
