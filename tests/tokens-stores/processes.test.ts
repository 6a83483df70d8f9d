/** Several processes renew the same token, and one is killed while it does. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { createRefreshTokens } from '../../src/tokens/refresh/create.ts'
import type { RefreshTokens } from '../../src/tokens/refresh/types.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import { type Opened, openStore } from './open.ts'
import type { Answer, Order } from './renewer.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function renewer(address: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'renewer.ts'), [address])
  children.push(child)
  assert.equal(await answerOf(child), 'ready')
  return child
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const stop = new AbortController()
  const { signal } = stop
  const ended = once(child, 'exit', { signal }).then(() => assert.fail('it ended by itself'))
  try {
    const [answer]: Answer[] = await Promise.race([once(child, 'message', { signal }), ended])
    return answer ?? []
  } finally {
    ended.catch(() => {})
    stop.abort()
  }
}

function order(child: ChildProcess, what: Order): Promise<Answer> {
  const answer = answerOf(child)
  child.send(what)
  return answer
}

/** A place, and how it is removed. */
interface Where {
  readonly address: string
  remove(): unknown
}

function processes(name: string, make: () => Promise<Where>): void {
  describe(name, () => {
    let where: Where
    let opened: Opened
    let refreshTokens: RefreshTokens
    before(async () => {
      where = await make()
      opened = await openStore(where.address)
      refreshTokens = createRefreshTokens({ store: opened.store })
    })
    after(async () => {
      await opened.close()
      await where.remove()
    })

    test('a hundred renewals of one token by four processes give one', async () => {
      const { token } = await refreshTokens.issue({ sub: 'una' })
      const all = await Promise.all([1, 2, 3, 4].map(() => renewer(where.address)))
      const answers = await Promise.all(all.map((child) => order(child, { token, times: 25 })))
      const given = answers.flat()
      assert.equal(given.length, 100)
      assert.equal(new Set(given).size, 1)
      await refreshTokens.renew(given[0] ?? '')
      assert.equal((await refreshTokens.list('una')).length, 1)
    })

    test('a process that is killed while it renews puts nobody out', async () => {
      const issued = await refreshTokens.issue({ sub: 'ada' })
      let { token } = issued
      for (let round = 0; round < 2; round += 1) {
        const child = await renewer(where.address)
        const known: string[] = []
        child.on('message', (answer: Answer) => known.push(...answer))
        child.send({ token, times: 'always' } satisfies Order)
        while (known.length < 20) await answerOf(child)
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
        // It may have spent the last one that it told of.
        token = (await refreshTokens.renew(known.at(-1) ?? '')).token
      }
      assert.equal((await refreshTokens.renew(token)).session.id, issued.session.id)
    })
  })
}

processes('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-refresh-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return { address: join(folder, 'store.sqlite'), remove }
})
processes('Redis', async () => {
  const server = await startRedis()
  return { address: server.url, remove: () => server.stop() }
})
processes('PostgreSQL', async () => {
  const server = await startPostgres()
  return { address: server.url, remove: () => server.stop() }
})
