/** The service's API for a site's server: what a visitor chose, and that they chose. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change } from '../../src/consent-service/store/port.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { type Postgres, startPostgres } from '../../tests/support/postgres.ts'
import { built } from '../modules.ts'
import { type Running, startNode } from './process.ts'
import { type Contestant, inTurns, type Measured } from './turns.ts'

/** Visitors who are asked about in turn. */
const VISITORS = 10_000
/** How many are made at once. */
const AT_ONCE = 100

/** What is chosen, another in each turn: the service records no choice twice within ten minutes. */
const BODIES = [
  '{"preferences":{"consent":"all"},"act":"accept_all","policy":1}',
  '{"preferences":{"consent":"essential"},"act":"reject_all","policy":1}',
  '{"preferences":{"consent":"performance"},"act":"saved","policy":1}',
  '{"preferences":{"consent":"functionality"},"act":"saved","policy":1}',
]
/** By how many visitors a turn begins later than the one before. */
const STEP = 2500

/** One row: a store, and what is done with it. */
export interface PreferencesResult {
  readonly store: 'SQLite' | 'PostgreSQL'
  readonly what: 'read' | 'write'
  readonly bare: Measured
  readonly own: Measured
}

/** Fills the stores, starts a service and a bare handler on each, and measures them. */
export async function measurePreferences(options: {
  readonly warmUp: number
  readonly turns: number
}): Promise<readonly PreferencesResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
  let postgres: Postgres | undefined
  try {
    const file = join(folder, 'consent.db')
    const copy = join(folder, 'bare.db')
    const keyOfFile = await fill({ data: file })
    copyFileSync(file, copy)
    const sqlite = { store: 'SQLite', bare: 'bare-sqlite', folder, options } as const
    const results = await compare({ ...sqlite, own: { ...keyOfFile, store: file }, copy })
    postgres = await startPostgres()
    const database = await postgres.database('consent')
    const keyOfDatabase = await fill({ databaseUrl: database })
    await postgres.query('CREATE DATABASE bare TEMPLATE consent')
    const other = database.replace(/consent$/, 'bare')
    const second = { store: 'PostgreSQL', bare: 'bare-postgres', folder, options } as const
    const own = { ...keyOfDatabase, store: database }
    return [...results, ...(await compare({ ...second, own, copy: other }))]
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true })
  }
}

interface Filled {
  readonly key: string
  readonly visitors: readonly string[]
}

/** A site, a policy, and visitors half of whom agreed. */
async function fill(target: { data: string } | { databaseUrl: string }): Promise<Filled> {
  const { openStore } =
    await built<typeof import('../../src/consent-service.ts')>('consent-service')
  const { newApiKey } =
    await built<typeof import('../../src/consent-service/api-key.ts')>('consent-service/api-key')
  const { CLASSIC_CATEGORIES: categories } =
    await built<typeof import('../../src/consent/wire/categories.ts')>('consent/wire/categories')
  const store = await openStore(target)
  const at = Date.now()
  const { key, hash } = newApiKey()
  const visitors = Array.from({ length: VISITORS }, () => randomUUID())
  const origin = 'https://shop.example'
  const site = await store.addSite({ origin, callback: '/_cookies/callback', createdAt: at }, hash)
  await store.addPolicy({ text: 'What we keep.', categories, material: true, at })
  for (let from = 0; from < VISITORS; from += AT_ONCE) {
    const some = visitors.slice(from, from + AT_ONCE)
    await Promise.all(some.map((visitor) => store.know(visitor, site.id, at)))
    const changes = some.map((visitor, i) => changeOf(visitor, site.id, i % 2 === 0, at))
    await Promise.all(changes.map((change) => store.record(change)))
  }
  await store.close()
  return { key, visitors }
}

function changeOf(visitor: string, site: string, granted: boolean, at: number): Change {
  return {
    visitor,
    site,
    choices: { performance: granted, functionality: granted },
    act: granted ? 'accept_all' : 'reject_all',
    policy: 1,
    policyShown: true,
    at,
  }
}

async function compare(given: {
  readonly store: PreferencesResult['store']
  readonly bare: string
  readonly own: Filled & { readonly store: string }
  /** The store of the bare handler. */
  readonly copy: string
  readonly folder: string
  readonly options: Parameters<typeof inTurns>[1]
}): Promise<readonly PreferencesResult[]> {
  const { store, own, copy, folder, options } = given
  const ids = join(folder, 'ids')
  writeFileSync(ids, `${own.visitors.join('\n')}\n`)
  const bodies = BODIES.map((body, i) => {
    writeFileSync(join(folder, `body-${i}`), body)
    return join(folder, `body-${i}`)
  })
  const script = (what: PreferencesResult['what']) => (turn: number) => {
    const [body = ''] = bodies.slice(turn % bodies.length)
    return [ids, String(turn * STEP), ...(what === 'read' ? [] : [body])]
  }
  const running: Running[] = []
  try {
    for (const [file, used] of [
      [given.bare, copy],
      ['service', own.store],
    ] as const) {
      const [port = 0] = await freePorts(1)
      const baseUrl = `http://127.0.0.1:${port}`
      const setup = { port, baseUrl, service: '', secretKey: randomBytes(8).toString('hex') }
      running.push(await startNode(file, { ...setup, store: used }))
    }
    const headers = { Authorization: `Bearer ${own.key}` }
    const of = (what: PreferencesResult['what']): Contestant[] =>
      running.map((server, i) => {
        const sent = { path: '', headers, script: script(what) }
        return { name: i === 0 ? 'bare' : 'own', server, sent }
      })
    const results: PreferencesResult[] = []
    for (const what of ['read', 'write'] as const) {
      await check(running, what, own)
      const [bare, measured] = await inTurns(of(what), options)
      if (bare && measured) results.push({ store, what, bare, own: measured })
    }
    return results
  } finally {
    for (const server of running) server.stop()
  }
}

/** Both say the same of a visitor; the service wants the site's key. */
async function check(
  running: readonly Running[],
  what: PreferencesResult['what'],
  { key, visitors }: Filled,
): Promise<void> {
  const path = `/api/v1/users/${visitors[1]}/preferences`
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const init = what === 'read' ? { headers } : { headers, method: 'POST', body: BODIES[0] ?? '' }
  const answers = running.map(async ({ baseUrl }) => {
    const answer = await fetch(`${baseUrl}${path}`, init)
    const { updated_at, ...told }: Record<string, unknown> = JSON.parse(await answer.text())
    return [answer.status, typeof updated_at, told] as const
  })
  const [bare, own] = await Promise.all(answers)
  assert.deepEqual(own, bare, what)
  assert.equal(own?.[0], 200)
  const stranger = await fetch(`${running[1]?.baseUrl}${path}`)
  assert.equal(stranger.status, 401)
}
