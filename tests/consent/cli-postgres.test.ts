import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { type Postgres, startPostgres } from '../support/postgres.ts'
import { keyIn, Program, statusWithKey } from './cli-program.ts'

describe('hallpass consent on PostgreSQL', () => {
  let postgres: Postgres
  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres.stop())
  const program = new Program()

  test('all commands work on it while two instances serve', async () => {
    writeFileSync(program.path('url'), `${postgres.url}\n`)
    const settings = { DATABASE_URL_FILE: program.path('url') }
    const run = (...args: readonly string[]) => program.runWith(settings, ...args)
    const early = await run('site', 'add', 'https://shop.example')
    assert.deepEqual([early.status, early.stdout], [1, ''])
    assert.match(
      early.stderr,
      /^hallpass: PostgreSQL at \S+\/postgres has no tables of hallpass\. "hallpass consent serve" makes them\.\n$/,
    )
    const services = await Promise.all([program.serve(settings), program.serve(settings)])
    const [first] = services
    assert.match(first?.stderr() ?? '', /^ {2}Data +PostgreSQL at 127\.0\.0\.1:\d+\/postgres$/m)

    const added = await run('site', 'add', 'https://shop.example')
    assert.match(added.stdout, /^Data: PostgreSQL at 127\.0\.0\.1:\d+\/postgres$/m)
    const key = keyIn(added)
    for (const { url } of services) assert.equal(await statusWithKey(url, key), 400)
    assert.match((await run('site', 'list')).stdout, /^https:\/\/shop\.example /m)

    writeFileSync(program.path('policy.txt'), 'We count visits.\n')
    assert.equal((await run('policy', 'publish', 'policy.txt', '--wording')).status, 0)
    assert.match(
      (await run('policy', 'publish', 'policy.txt', '--wording')).stdout,
      /^Nothing changed/,
    )

    const visitors = Array.from({ length: 300 }, () => randomUUID())
    const lines = visitors.map((user_uuid) =>
      JSON.stringify({ user_uuid, consent: 'all', updated_at: '2026-01-02T03:04:05Z' }),
    )
    writeFileSync(program.path('old.ndjson'), `${lines.join('\n')}\n`)
    const imports = ['import', 'old.ndjson', '--site', 'https://shop.example']
    // Two at once write each choice once.
    const [one, other] = await Promise.all([run(...imports), run(...imports)])
    assert.deepEqual([one.status, other.status], [0, 0], one.stderr + other.stderr)
    assert.match((await run(...imports)).stdout, /^300 lines, 0 taken over, 300 here already\n$/)

    const [visitor = ''] = visitors
    assert.equal((await run('forget', visitor, '--yes')).status, 0)
    assert.match(
      (await run('verify')).stdout,
      /^The log is whole\.\nEntries {4}302\nForgotten {2}1\n/,
    )
    assert.equal(JSON.parse((await run('export')).stdout).length, 302)
    for (const { signal } of services) signal('SIGTERM')
    for (const { ended } of services) assert.equal((await ended).status, 0)
  })

  test('a database that is not there', async () => {
    const settings = { DATABASE_URL: postgres.url.replace(/\/postgres$/, '/none') }
    const { status, stderr } = await program.runWith(settings, 'verify')
    assert.equal(status, 1)
    assert.match(
      stderr,
      /^hallpass: PostgreSQL at \S+\/none is not there: the server has no such database\.\n$/,
    )
  })
})
