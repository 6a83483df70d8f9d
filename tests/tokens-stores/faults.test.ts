/** The store is stopped, cut off or locked while clients renew and sign out. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createRefreshTokens } from '../../src/tokens/refresh/create.ts'
import { rejection } from '../rejection.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import { type Relay, startRelay } from '../support/relay.ts'
import { type Opened, openStore } from './open.ts'
import { storm } from './storm.ts'

/** In seconds: so long a test waits for a server that says nothing. */
const TIMEOUT = 1

/** A server, with a way to it that can be cut. */
interface Server {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
  /** Each ends it and starts it; what it acknowledged is there. */
  readonly restarts: Readonly<Record<string, () => Promise<void>>>
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function faults(name: string, start: () => Promise<Server>): void {
  describe(name, () => {
    let server: Server
    let relay: Relay
    let opened: Opened
    before(async () => {
      server = await start()
      relay = await startRelay(server.port)
      const address = server.url.replace(`:${server.port}`, `:${relay.port}`)
      opened = await openStore(address, TIMEOUT)
      await opened.store.ready()
    })
    after(async () => {
      await opened.close()
      relay.close()
      await server.stop()
    })

    test('behind a network that is cut again and again', async () => {
      await storm(opened.store, 3, async ({ renewals }) => {
        for (let cut = 0; cut < 10; cut += 1) {
          await renewals(30)
          relay.cut()
        }
        await renewals(30)
      })
    })

    test('behind a network that stops, whose answers come too late', async () => {
      await storm(opened.store, 2, async ({ renewals }) => {
        await renewals(30)
        relay.hold()
        await assert.rejects(opened.store.get('none'))
        relay.release()
        await renewals(30)
      })
    })

    for (const how of ['stopped', 'killed']) {
      test(`${how} and started, twice, for minutes`, async () => {
        await storm(opened.store, 1, async ({ renewals, later }) => {
          for (let round = 0; round < 2; round += 1) {
            await renewals(30)
            await server.restarts[how]?.()
            later(200)
            await renewals(60)
          }
        })
      })
    }
  })
}

faults('Redis', async () => {
  const server = await startRedis()
  const stopped = async () => {
    await server.halt()
    await server.start()
  }
  const killed = async () => {
    const pid = Number(/process_id:(\d+)/.exec(String(await server.command('INFO', 'server')))?.[1])
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await setTimeout(5)
    await server.start()
  }
  return { ...server, restarts: { stopped, killed } }
})

faults('PostgreSQL', async () => {
  const server = await startPostgres()
  const killed = async () => {
    await server.halt('crash')
    await server.start()
  }
  return { ...server, restarts: { stopped: () => server.restart(), killed } }
})

describe('SQLite', () => {
  test('locked by another process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallpass-refresh-'))
    const path = join(folder, 'store.sqlite')
    const { store, close } = await openStore(path)
    const refreshTokens = createRefreshTokens({ store })
    const { token, session } = await refreshTokens.issue({ sub: 'una' })
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const [renewing, ending] = await Promise.all([
      rejection(refreshTokens.renew(token)),
      rejection(refreshTokens.end('una', session.id)),
    ])
    for (const { code, status } of [renewing, ending]) {
      assert.deepEqual({ code, status }, { code: 'store_unavailable', status: 503 })
    }
    // What is only read goes on.
    assert.deepEqual(await refreshTokens.get(session.id), session)
    other.exec('ROLLBACK')
    other.close()
    await refreshTokens.renew(token)
    assert.equal(await refreshTokens.end('una', session.id), true)
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
})
