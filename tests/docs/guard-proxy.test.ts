/** docs/guard-proxy.md: its app runs behind the guard, its settings start one, its tables are whole. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { SERVE_HELP } from '../../src/cli/guard/options.ts'
import { IDENTITY_HEADERS } from '../../src/proxy/identity/headers.ts'
import { accessLine } from '../../src/proxy/server/access-log.ts'
import { GuardMetrics } from '../../src/proxy/server/metrics.ts'
import { planServer } from '../../src/proxy/server/plan.ts'
import { certificate } from '../proxy/serve-certificate.ts'
import { GuardProgram, stopped } from '../proxy/serve-program.ts'
import { world } from '../proxy/serve-world.ts'
import { startChild } from '../support/child-app.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import { filledIn } from './filled-in.ts'
import { pageAt } from './pages.ts'
import { folderOf, layOut, openWorkshop } from './workshop.ts'

const PAGE = pageAt('docs/guard-proxy.md')
const blocks = (language: string) => PAGE.blocks.filter((block) => block.language === language)

/** The cells of the rows of the tables whose first cell fits. */
function rows(first: RegExp): string[][] {
  const cells = PAGE.text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  return cells.map((row) => row.slice(1, -1)).filter(([cell = '']) => first.test(cell))
}

const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([name]) => name)

describe('the tables', () => {
  test('have every option of the command', () => {
    const table = rows(/^`--/).map(([cell = '']) => /--[\w-]+/.exec(cell)?.[0] ?? '')
    const options = named(SERVE_HELP, /^ {2}--[\w-]+/gm).map((option) => option.trim())
    assert.deepEqual(table.sort(), options.sort())
  })

  test('have every header that tells who it is', () => {
    const table = rows(/^`X-/).map(([cell = '']) => cell.replaceAll('`', '').toLowerCase())
    assert.deepEqual(table.flatMap((cell) => cell.split(', ')).sort(), [...IDENTITY_HEADERS].sort())
  })

  test('have every metric of the guard', () => {
    const text = new GuardMetrics().text({ upgraded: 0, upstreams: [['http://a', true]] })
    const metrics = named(text, /(?<=# TYPE )hallpass_\w+/g)
    assert.deepEqual(
      rows(/^`hallpass_/)
        .map(([cell = '']) => cell.replaceAll('`', ''))
        .sort(),
      metrics.sort(),
    )
  })

  test('show the access log as it is', () => {
    const ended = { method: 'GET', url: '/', status: 200, seconds: 1, bytes: 1 }
    const line = accessLine({ ...ended, upstream: 'http://a', client: '::1' }, false, 0)
    const shown = JSON.parse(blocks('json')[0]?.text ?? '')
    assert.deepEqual(Object.keys(shown), Object.keys(JSON.parse(line)))
  })
})

describe('the settings', () => {
  const program = new GuardProgram()

  for (const block of blocks('dotenv')) {
    test(`of line ${block.line} start a guard, which has nothing to say`, async () => {
      const { cert, key } = await certificate(program, 'shop')
      const files: Record<string, string> = { HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key }
      const secret = program.file('secret', 'what stands in a file of secrets')
      const given = filledIn(block.text)
      const env = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          value.startsWith('/etc/') ? (files[name] ?? secret) : value,
        ]),
      )
      const logger = new LoggedLines()
      const plan = planServer(env, { logger })
      assert.deepEqual([...plan.guard.issues, ...plan.issues], [])
      assert.equal(plan.certificate !== undefined, 'HALLPASS_TLS_CERT' in given)
    })
  }

  test('of the config files name apps, rules, and hosts that the addresses have', async (t) => {
    const workshop = await openWorkshop()
    t.after(() => rm(workshop, { recursive: true, force: true }))
    await layOut(workshop, PAGE)
    const file = join(folderOf(workshop, PAGE.path), 'hallpass.config.ts')
    const env = { ...filledIn(blocks('dotenv')[0]?.text ?? ''), HALLPASS_CONFIG: file }
    const plan = planServer(
      { ...env, HALLPASS_UPSTREAM: '', AGS_CLIENT_AUTHENTICATED_PATHS: '' },
      {},
    )
    assert.deepEqual([...plan.guard.issues, ...plan.issues], [])
    assert.equal(plan.upstreams.length, 3)
    assert.equal(plan.guard.settings.rules.length, 2)
    assert.equal(plan.guard.settings.defaultAccess, 'login')

    const [, addresses = ''] = /`HALLPASS_BASE_URL=([^`]+)`/.exec(PAGE.text) ?? []
    const names = join(folderOf(workshop, PAGE.path), 'names.config.ts')
    const several = planServer(
      {
        ...env,
        HALLPASS_CONFIG: names,
        HALLPASS_BASE_URL: addresses,
        HALLPASS_UPSTREAM: '',
        AGS_CLIENT_AUTHENTICATED_PATHS: '',
      },
      {},
    )
    assert.deepEqual([...several.guard.issues, ...several.issues], [])
    assert.deepEqual(
      several.guard.settings.baseUrls.map((url) => new URL(url).host),
      several.upstreams.map(({ host }) => host),
    )
  })
})

describe('the apps', () => {
  const program = new GuardProgram()

  test('in Python without a framework: it knows who it is, and nobody else says so', async (t) => {
    const text = blocks('python').find((block) => block.text.startsWith('# app.py'))?.text ?? ''
    writeFileSync(program.path('app.py'), text)
    const [port = 0] = await freePorts(1)
    const args = [program.path('app.py'), String(port)]
    const app = await startChild({ command: '/usr/bin/python3', args, port })
    t.after(() => app.close())
    const settings = { HALLPASS_UPSTREAM: `http://127.0.0.1:${port}` }
    const { guard, browser } = await world(t, program, settings)
    const lies = { 'x-forwarded-user': 'root', 'X_Hallpass-Groups': '["ops"]' }
    const before = await browser.send(`${guard.base}/`, { headers: lies })
    assert.deepEqual(before.json(), { user: null, groups: [] })
    const after = await browser.visit(`${guard.base}/account`, { headers: lies })
    assert.deepEqual(after.json(), { user: 'alice', groups: ['staff'] })
    assert.equal((await stopped(guard)).status, 0)
  })

  // Neither is on the machines that run the tests; that their lines read the right headers is seen here.
  test('in Django and Rails read headers that the guard writes, as WSGI and Rack name them', () => {
    const written = IDENTITY_HEADERS.map(
      (name) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
    )
    const known = [...written, 'HTTP_X_FORWARDED_PROTO']
    for (const [language, least] of [
      ['python', 3],
      ['ruby', 2],
    ] as const) {
      const names = blocks(language).flatMap(({ text }) => named(text, /HTTP_\w+/g))
      assert.ok(names.length >= least)
      for (const name of names) assert.ok(known.includes(name), name)
    }
  })
})
