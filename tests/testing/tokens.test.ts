/** An API for tokens, asked as its own authors would: log in, keep the token, check the rest. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import * as v from 'valibot'
import { mount, requireLogin } from '../../src/fastify.ts'
import { memoryStore } from '../../src/stores-memory.ts'
import { apiClient, crudTest, fakeClock, privilegeTest } from '../../src/testing.ts'
import {
  createRefreshTokens,
  createTokens,
  tokenEndpoints,
  tokenRequired,
} from '../../src/tokens.ts'

const clock = fakeClock()
const { now } = clock
const tokens = createTokens({
  secrets: 'a secret of 32 bytes, made for tests',
  issuer: 'https://notes.example',
  audience: 'notes',
  claims: v.object({ sub: v.string(), scope: v.string(), refreshTokenId: v.string() }),
  now,
})
const store = memoryStore({ now })
const endpoints = tokenEndpoints({
  tokens,
  refreshTokens: createRefreshTokens({ store, now }),
  store,
  authenticate: ({ username, password }) => (username === password ? { sub: username } : undefined),
  claims: ({ sub, id }) => ({ sub, scope: sub === 'admin' ? 'write' : '', refreshTokenId: id }),
  logger: { info() {}, warn() {}, error() {} },
  now,
})

function service() {
  const notes = new Map<string, object>()
  const reader = requireLogin(tokenRequired(tokens))
  const writer = requireLogin(tokenRequired(tokens, { scope: 'write' }))
  const app = fastify().register(mount(endpoints))
  app.after(() => {
    app.get('/notes', { preHandler: reader }, () => [...notes.values()])
    app.post('/notes', { preHandler: writer }, (request, reply) => {
      const note = { ...Object(request.body), id: String(notes.size + 1) }
      notes.set(note.id, note)
      return reply.code(201).send(note)
    })
    type One = { Params: { id: string } }
    app.get<One>('/notes/:id', { preHandler: reader }, ({ params }, reply) => {
      const note = notes.get(params.id)
      return note ?? reply.code(404).send({ _errors: ['not found'] })
    })
    app.put<One>('/notes/:id', { preHandler: writer }, ({ params, body }) => {
      const note = { ...Object(body), id: params.id }
      notes.set(params.id, note)
      return note
    })
    app.delete<One>('/notes/:id', { preHandler: writer }, ({ params }, reply) => {
      notes.delete(params.id)
      return reply.code(204).send()
    })
  })
  return app
}

test('who logged in does what their token allows, until it runs out and is renewed', async () => {
  const app = service()
  const anonymous = apiClient(app)
  const login = async (name: string) => {
    const credentials = { username: name, password: name }
    type Answer = { token: string; refreshToken: string }
    return (await anonymous.post<Answer>('/login', credentials, { expect: 200 })).body
  }
  await anonymous.post('/login', { username: 'demo', password: 'x' }, { expect: 401 })
  await anonymous.post('/login', '{"username":', { expect: 400 })
  await anonymous.post('/login', { username: 'demo' }, { expect: 422 })

  const admin = await login('admin')
  const headers = { authorization: `Bearer ${admin.token}` }
  const notes = { target: app, endpoint: '/notes' }
  await crudTest({ ...notes, headers, first: { title: 'Milk' }, second: { title: 'Bread' } })
  const note = await apiClient(app, { headers }).post<{ id: string }>('/notes', { title: 'Milk' })

  const demo = { authorization: `bearer ${(await login('demo')).token}` }
  const one = { ...notes, id: note.body.id, data: { title: 'Bread' } }
  const mayRead = { 'plural-get': 200, get: 200, delete: 403, post: 403, put: 403 }
  await privilegeTest({ ...one, headers: demo, expect: mayRead })
  const nothing = { 'plural-get': 401, get: 401, delete: 401, post: 401, put: 401 }
  await privilegeTest({ ...one, expect: nothing })

  clock.advance(901)
  await privilegeTest({ ...one, headers, expect: nothing })
  const { refreshToken } = admin
  const renewed = await anonymous.post<{ token: string }>(
    '/renew',
    { refreshToken },
    { expect: 200 },
  )
  const again = { authorization: `Bearer ${renewed.body.token}` }
  await privilegeTest({ ...one, headers: again, expect: { get: 200, put: 200, delete: 204 } })
  assert.notEqual(renewed.body.token, admin.token)
})
