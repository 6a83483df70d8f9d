import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { keyIn, Program, statusWithKey } from './cli-program.ts'

const KEY = /^hpk_[\w-]{43}$/
/** The line that says where a change went. */
const dataOf = (program: Program) => new RegExp(`^Data: ${program.path('consent.db')}$`, 'm')

describe('hallpass consent site', () => {
  const program = new Program()
  const run = program.run.bind(program)
  before(() => program.begin())

  test('add prints the key as its last line, and refuses a site that is there', async () => {
    const added = await run('site', 'add', 'HTTPS://Shop.example:443/')
    assert.equal(added.status, 0)
    assert.equal(added.stderr, '')
    assert.match(added.stdout, /^https:\/\/shop\.example was added/)
    assert.match(added.stdout, /shown once/)
    assert.match(added.stdout, dataOf(program))
    assert.match(keyIn(added), KEY)
    const again = await run('site', 'add', 'https://shop.example')
    assert.deepEqual(
      [again.status, again.stdout, again.stderr],
      [
        1,
        '',
        'hallpass: https://shop.example is there already. Another key for it: hallpass consent site rotate https://shop.example\n',
      ],
    )
  })

  test('list shows them, as text and as JSON, without keys', async () => {
    await run('site', 'add', 'http://news.localhost:9002', '--callback', '/c')
    const { stdout } = await run('site', 'list')
    assert.match(stdout, /^Origin +Callback +Since +Keys\n/)
    assert.match(stdout, /^http:\/\/news\.localhost:9002 +\/c +\d{4}-\d\d-\d\d +1 key$/m)
    const json = await run('site', 'list', '--json')
    const [first] = JSON.parse(json.stdout)
    assert.deepEqual(Object.keys(first), ['origin', 'callback', 'createdAt', 'keys'])
    assert.doesNotMatch(json.stdout + stdout, /hpk_/)
  })

  test('remove asks, or is told --yes', async () => {
    const asked = await run('site', 'remove', 'http://news.localhost:9002')
    assert.equal(asked.status, 2)
    assert.match(asked.stderr, /nobody can be asked here: say --yes/)
    const removed = await run('site', 'remove', 'http://news.localhost:9002', '--yes')
    assert.deepEqual([removed.status, removed.stderr], [0, ''])
    const { stdout } = await run('site', 'list', '--json')
    assert.equal(JSON.parse(stdout).length, 1)
    const gone = await run('site', 'rotate', 'http://news.localhost:9002')
    assert.equal(gone.status, 1)
    assert.match(gone.stderr, /There is no site .*hallpass consent site list/)
    assert.match(keyIn(await run('site', 'add', 'http://news.localhost:9002')), KEY)
  })
})

describe('sites, while the service runs', () => {
  const program = new Program()
  const run = program.run.bind(program)

  test('a key is taken at once; the one before it through the grace; none after the end', async () => {
    const { url, signal, ended } = await program.serve()
    assert.equal(await statusWithKey(url, `hpk_${'x'.repeat(43)}`), 401)
    const first = keyIn(await run('site', 'add', 'https://shop.example'))
    assert.equal(await statusWithKey(url, first), 400)

    const rotated = await run('site', 'rotate', 'https://shop.example')
    const second = keyIn(rotated)
    assert.match(rotated.stdout, dataOf(program))
    assert.match(rotated.stdout, /The keys before are taken until \d{4}-/)
    assert.equal(await statusWithKey(url, second), 400)
    assert.equal(await statusWithKey(url, first), 400)

    const last = keyIn(await run('site', 'rotate', 'https://shop.example', '--grace', '0'))
    assert.equal(await statusWithKey(url, last), 400)
    // The service asks the store again after five seconds.
    const end = Date.now() + 8000
    for (const old of [first, second]) {
      while ((await statusWithKey(url, old)) !== 401) {
        assert.ok(Date.now() < end)
        await sleep(100)
      }
    }
    signal('SIGTERM')
    assert.equal((await ended).status, 0)
  })
})

test('a site is never added to data that no service made', async () => {
  const program = new Program()
  assert.deepEqual(await program.run('site', 'add', 'https://shop.example'), {
    status: 1,
    stdout: '',
    stderr:
      'hallpass: There is no file consent.db here. --data names it; "hallpass consent serve" makes one.\n',
  })
  const path = program.path('other.db')
  const { stderr } = await program.run('site', 'add', 'https://shop.example', '--data', path)
  assert.ok(stderr.startsWith(`hallpass: There is no file ${path}. --data names it;`), stderr)
  assert.deepEqual(readdirSync(program.folder), [])
})

test('two at once on a new file: both sites are there, and one of a pair is refused', async () => {
  const program = new Program()
  const services = await Promise.all([program.serve(), program.serve()])
  const results = await Promise.all(
    ['https://a.example', 'https://b.example', 'https://same.example', 'https://same.example'].map(
      (origin) => program.run('site', 'add', origin),
    ),
  )
  assert.deepEqual(results.map(({ status }) => status).sort(), [0, 0, 0, 1])
  assert.match(
    results.find(({ status }) => status === 1)?.stderr ?? '',
    /is there already\. Another key/,
  )
  const { stdout } = await program.run('site', 'list', '--json')
  assert.equal(JSON.parse(stdout).length, 3)
  for (const { signal } of services) signal('SIGTERM')
  for (const { ended } of services) assert.equal((await ended).status, 0)
})
