/** The service, asked as its clients ask it. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { crudTest, privilegeTest } from 'hallpass/testing'
import { type Login, type RunningService, startService } from './service.ts'

let service: RunningService
before(async () => {
  service = await startService()
})
after(() => service.stop())

interface Errors {
  readonly _errors: readonly string[]
  readonly fields?: Readonly<Record<string, readonly string[]>>
}

describe('/notes', () => {
  test('are made, read, changed and removed', async () => {
    await crudTest({
      target: await service.as('demo'),
      endpoint: '/notes',
      first: { title: 'Milk', text: 'and eggs' },
      second: { title: 'Oat milk', text: 'and no eggs' },
      key: 'id',
      checkKeys: ['title', 'text'],
      keysFromPrevious: ['id', 'createdAt'],
      create: true,
      read: true,
      update: true,
      delete: true,
      initialCount: 0,
    })
  })

  test('are for who is logged in, and each for its owner', async () => {
    const demo = await service.as('demo')
    const { body } = await demo.post<{ id: string }>('/notes', { title: 'Mine' }, { expect: 200 })
    const data = { title: 'Not yours' }
    await privilegeTest({
      target: service.api,
      endpoint: '/notes',
      data,
      id: body.id,
      expect: { 'plural-get': 401, get: 401, delete: 401, post: 401, put: 401 },
    })
    await privilegeTest({
      target: await service.as('admin'),
      endpoint: '/notes',
      data,
      id: body.id,
      expect: { 'plural-get': 200, get: 404, delete: 404, post: 200, put: 404 },
    })
    await privilegeTest({
      target: demo,
      endpoint: '/notes',
      data,
      id: body.id,
      expect: { 'plural-get': 200, get: 200, delete: 200, post: 200, put: 200 },
    })
  })

  test('come in pages, and what does not fit is said by field', async () => {
    const demo = await service.as('demo')
    const { body: before } = await demo.get<{ totalItems: number }>('/notes?limit=0')
    for (const title of ['a', 'b', 'c']) await demo.post('/notes', { title }, { expect: 200 })
    const { body } = await demo.get<{ items: { title: string }[]; totalItems: number }>(
      '/notes?offset=1&limit=1',
      { expect: 200 },
    )
    assert.equal(body.totalItems, before.totalItems + 3)
    assert.deepEqual(
      body.items.map(({ title }) => title),
      ['b'],
    )
    for (const query of ['offset=-1', 'limit=101', 'limit=x']) {
      await demo.get(`/notes?${query}`, { expect: 422 })
    }
    const wrong = await demo.post<Errors>('/notes', { title: '', more: 1 }, { expect: 422 })
    assert.ok(wrong.body.fields?.title)
    await demo.post('/notes', { title: 'a\0b' }, { expect: 422 })
    await demo.post('/notes', { title: 'a', text: '\0' }, { expect: 422 })
    const broken = await demo.post<Errors>('/notes', '{', {
      expect: 400,
      headers: { 'content-type': 'application/json' },
    })
    assert.equal(broken.body._errors.length, 1)
    await demo.get('/notes/7', { expect: 422 })
  })
})

describe('/login, /renew, /logout', () => {
  test('lead from a password to tokens, to newer ones, and out', async () => {
    const { api } = service
    const wrong = { username: 'demo', password: 'hunter2' }
    const { body: refused } = await api.post<Errors>('/login', wrong, { expect: 401 })
    assert.equal(refused._errors.length, 1)
    const demo = { username: 'demo', password: 'demo' }
    const { body: first } = await api.post<Login>('/login', demo, { expect: 200 })
    const { body: second } = await api.post<Login>(
      '/renew',
      { refreshToken: first.refreshToken },
      { expect: 200 },
    )
    const headers = { authorization: `Bearer ${second.token}` }
    await api.get('/notes', { headers, expect: 200 })
    await api.post('/logout', undefined, { headers, expect: 204 })
    await api.post('/renew', { refreshToken: second.refreshToken }, { expect: 401 })
    await api.get('/notes', { headers, expect: 401 })
  })

  test('are many devices, which can be listed and ended', async () => {
    const [here, there] = [await service.as('admin'), await service.as('admin')]
    const { body } = await here.get<{ items: { id: string; current: boolean }[] }>('/sessions')
    const other = body.items.filter(({ current }) => !current)
    assert.ok(other.length > 0)
    for (const { id } of other) await here.delete(`/sessions/${id}`, { expect: 204 })
    await there.get('/notes', { expect: 401 })
    await here.get('/notes', { expect: 200 })
  })
})

describe('/admin/users', () => {
  test('is for administrators', async () => {
    await service.api.get('/admin/users', { expect: 401 })
    await (await service.as('demo')).get('/admin/users', { expect: 403 })
    const { body } = await (await service.as('admin')).get<{ items: { username: string }[] }>(
      '/admin/users',
      { expect: 200 },
    )
    assert.deepEqual(
      body.items.map(({ username }) => username),
      ['admin', 'demo'],
    )
  })
})

describe('/export', () => {
  test('is done by a worker, and can be watched by its owner alone', async () => {
    const [demo, admin] = [await service.as('demo'), await service.as('admin')]
    await demo.post('/notes', { title: 'To export', text: 'this' }, { expect: 200 })
    const started = await demo.post<{ id: string }>('/export', undefined, { expect: 202 })
    const path = `/export/${started.body.id}`
    assert.equal(started.headers.get('location'), path)
    assert.equal((await demo.get<{ state: string }>(path, { expect: 200 })).body.state, 'waiting')
    await admin.get(path, { expect: 404 })
    await demo.get('/export/nothing', { expect: 404 })
    await service.startWorker()
    let text: string | undefined
    while (text === undefined) {
      const { body } = await demo.get<{ state: string; text?: string }>(path, { expect: 200 })
      assert.notEqual(body.state, 'failed')
      text = body.text
    }
    assert.match(text, /# To export\n\nthis/)
  })
})

describe('the rest', () => {
  test('the page and the status are there, and nothing else', async () => {
    const page = await service.api.get('/', { expect: 200 })
    assert.match(String(page.body), /<title>Notes<\/title>/)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    await service.api.get('/_status/check', { expect: 200 })
    const { body } = await service.api.get<Errors>('/nowhere', { expect: 404 })
    assert.deepEqual(body._errors, ['There is nothing at this address.'])
  })

  test('without Redis, what needs it is 503, and nothing is half done', async () => {
    const demo = await service.as('demo')
    const { body: before } = await demo.get<{ totalItems: number }>('/notes?limit=0')
    await service.redis.halt()
    await service.api.post('/login', { username: 'demo', password: 'demo' }, { expect: 503 })
    await demo.post('/notes', { title: 'Not now' }, { expect: 503 })
    await demo.post('/export', undefined, { expect: 503 })
    await service.redis.start()
    let status = 503
    while (status === 503) status = (await demo.get('/notes?limit=0')).status
    const { body: after_ } = await demo.get<{ totalItems: number }>('/notes?limit=0')
    assert.equal(after_.totalItems, before.totalItems)
  })
})
