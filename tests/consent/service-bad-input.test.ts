import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOG, SHOP, serviceWorld } from './service-world.ts'

const ALL = { preferences: { consent: 'all' } }

interface Problem {
  readonly code: string
  readonly title: string
  readonly error: string
  readonly status: number
}

test('bad input gets its status and a problem, and nothing is stored', async (t) => {
  const world = await serviceWorld(t)
  const { key, site } = await world.addSite(SHOP)
  const { visitor } = await world.visit({ key, site })
  const { entries } = await world.store.counts()
  const deep = `{"preferences":${'['.repeat(8000)}${']'.repeat(8000)}}`
  for (const [body, status, code] of [
    ['', 400, 'bad_request'],
    ['{', 400, 'bad_request'],
    ['null', 400, 'bad_request'],
    ['[]', 400, 'bad_request'],
    ['"all"', 400, 'bad_request'],
    ['{"preferences":{"consent":"all"}', 400, 'bad_request'],
    ['{"__proto__":{"preferences":{"consent":"all"}}}', 400, 'bad_request'],
    ['{"preferences":{"__proto__":{"consent":"all"}}}', 400, 'bad_request'],
    [deep, 400, 'bad_request'],
    [{ preferences: { consent: 'functional' } }, 400, 'bad_request'],
    [{ preferences: { consent: 'unset' } }, 400, 'bad_request'],
    [{ ...ALL, act: 'import' }, 400, 'bad_request'],
    [{ ...ALL, act: 'reject_all' }, 400, 'bad_request'],
    [{ ...ALL, policy: 'one' }, 400, 'bad_request'],
    [{ ...ALL, policy: 7 }, 400, 'unknown_policy'],
    [{ ...ALL, act: 'sync' }, 400, 'bad_request'],
    [{ ...ALL, act: 'sync', chosen_at: '0001-01-01T00:00:00Z' }, 400, 'bad_request'],
    [{ ...ALL, act: 'sync', chosen_at: '2026-11-31T00:00:00Z' }, 400, 'bad_request'],
    [{ preferences: { consent: 'all', categories: { ads: true } } }, 400, 'unknown_category'],
    ['{"preferences":{"consent":"all","categories":{"__proto__":true}}}', 400, 'unknown_category'],
    [{ ...ALL, padding: 'x'.repeat(16_384) }, 413, 'body_too_large'],
  ] as const) {
    const answer = await world.preferences(key, visitor, body)
    const text = JSON.stringify(body).slice(0, 80)
    assert.equal(answer.status, status, text)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    const problem = (await answer.json()) as Problem
    assert.equal(problem.code, code, text)
    assert.equal(problem.status, status)
    assert.equal(problem.error, problem.title)
  }
  assert.equal((await world.store.counts()).entries, entries)
  assert.equal((await world.store.visitor(visitor))?.choice, undefined)
})

test('only JSON is read', async (t) => {
  const world = await serviceWorld(t)
  const keyed = await world.addSite(SHOP)
  const { visitor } = await world.visit(keyed)
  const post = (type: string | undefined) =>
    world.request(`/api/v1/users/${visitor}/preferences`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keyed.key}`,
        ...(type !== undefined && { 'content-type': type }),
      },
      body: Buffer.from(JSON.stringify(ALL)),
    })
  for (const type of [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'json',
    'x/json',
  ]) {
    assert.equal((await post(type)).status, 400, type)
  }
  for (const type of [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/x+json',
  ]) {
    assert.equal((await post(type)).status, 200, type)
  }
})

test('a guessed, foreign, deleted or malformed id reveals nothing', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const blog = await world.addSite(BLOG)
  const { visitor } = await world.visit(shop)
  const { visitor: gone } = await world.visit(blog)
  await world.preferences(shop.key, visitor, ALL)
  await world.store.forget(gone, 0)
  const { entries } = await world.store.counts()

  const answers = new Set<string>()
  for (const id of [
    visitor,
    visitor.toUpperCase(),
    gone,
    '957dbb51-e923-4326-9930-71d91c20f99c',
    '957dbb51-e923-1326-9930-71d91c20f99c',
    'me',
    '%00',
    '%',
    "' OR 1=1--",
    visitor.replaceAll('-', ''),
    `${visitor}x`,
  ]) {
    for (const body of [undefined, ALL, { ...ALL, act: 'gpc' }]) {
      const answer = await world.preferences(blog.key, id, body)
      assert.equal(answer.status, 404, id)
      answers.add(await answer.text())
    }
  }
  assert.equal(answers.size, 1)
  assert.match([...answers][0] ?? '', /"code":"unknown_visitor"/)
  assert.equal((await world.store.counts()).entries, entries)
  assert.equal((await world.preferences(shop.key, visitor)).status, 200)
})

test('what there is not', async (t) => {
  const world = await serviceWorld(t)
  for (const path of [
    '/api',
    '/api/v1',
    '/api/v1/users/x',
    '/api/v1/token/',
    '/API/v1/token',
    '/api/v1/%74oken',
    '//api/v1/token',
    '/nothing',
    '/.env',
  ]) {
    const answer = await world.request(path)
    assert.equal(answer.status, 404, path)
    assert.equal(((await answer.json()) as Problem).code, 'not_found')
  }
  const page = await world.request('/nothing', { headers: { accept: 'text/html' } })
  assert.equal(page.status, 404)
  assert.match(page.headers.get('content-type') ?? '', /text\/html/)
})

test('methods', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const wrong = await world.request('/api/v1/token', {
    headers: { authorization: `Bearer ${key}` },
  })
  assert.equal(wrong.status, 405)
  assert.equal(wrong.headers.get('allow'), 'POST, OPTIONS')
  const options = await world.request('/api/v1/token', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  })
  assert.equal(options.status, 204)
  assert.equal(options.headers.get('allow'), 'POST, OPTIONS')
  assert.equal(options.headers.get('access-control-allow-origin'), null)
  const head = await world.request('/_status/check', { method: 'HEAD' })
  assert.equal(head.status, 200)
  assert.equal(await head.text(), '')
})
