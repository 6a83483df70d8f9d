import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { createHallpass } from '../pass/create.ts'
import { memoryStore } from '../stores/memory/memory.ts'
import { mount } from './fastify.ts'

test('what Fastify throws after a wait for the store is 500, and ends no process', async () => {
  const pass = createHallpass({
    baseUrl: 'https://shop.example',
    secrets: ['a secret of at least sixteen bytes'],
    session: { store: memoryStore() },
  })
  const app = Fastify()
  await app.register(mount(pass))
  app.get('/payload', (request, reply) => {
    Object.assign(request.hallpass.session, { a: 1 })
    reply.type('text/plain').send(5)
  })
  app.get('/header', (request, reply) => {
    Object.assign(request.hallpass.session, { a: 1 })
    reply.header('x-a', 'a\n').send('a')
  })
  for (const url of ['/payload', '/header']) assert.equal((await app.inject(url)).statusCode, 500)
  await app.close()
})

test('a store that fails as no store may is an error of the app', async () => {
  const store = memoryStore()
  const odd = { ...store, compareAndSet: () => Promise.reject(new TypeError('odd')) }
  const pass = createHallpass({
    baseUrl: 'https://shop.example',
    secrets: ['a secret of at least sixteen bytes'],
    session: { store: Object.setPrototypeOf(odd, store) },
  })
  const app = Fastify()
  await app.register(mount(pass))
  app.get('/', (request) => Object.assign(request.hallpass.session, { a: 1 }))
  assert.equal((await app.inject('/')).statusCode, 500)
  await app.close()
})
