/** `mount` and `requireLogin` handed over without being called, on the real frameworks. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import express, { type ErrorRequestHandler } from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import * as onExpress from '../../src/express.ts'
import * as onFastify from '../../src/fastify.ts'
import * as onFetch from '../../src/fetch.ts'
import * as onHono from '../../src/hono.ts'
import { HallpassError } from '../../src/index.ts'
import * as onKoa from '../../src/koa.ts'
import * as onNode from '../../src/node.ts'
import { refusal } from '../refusal.ts'

const MOUNT = /^mount needs what createHallpass returned/
const REQUIRE = /call it: requireLogin\(\)$/

/** TypeScript refuses these calls; who writes JavaScript is not told. */
const untyped = (value: unknown): never => value as never

test('mount without a pass throws at once, in every adapter', () => {
  for (const mount of [onExpress, onFastify, onFetch, onHono, onKoa, onNode].map(
    (on) => on.mount,
  )) {
    for (const pass of [undefined, {}, null]) {
      const error = refusal(() => Reflect.apply(mount, undefined, [pass]))
      assert.equal(error.code, 'invalid_config')
      assert.match(error.message, MOUNT)
    }
  }
})

test('Express: a forgotten call reaches the error handler with one sentence', async () => {
  for (const [forgotten, said] of [
    [onExpress.mount, MOUNT],
    [onExpress.requireLogin, REQUIRE],
  ] as const) {
    const caught: unknown[] = []
    const onError: ErrorRequestHandler = (error, _request, response, _next) => {
      caught.push(error)
      response.status(500).end()
    }
    const server = createServer(express().use(untyped(forgotten)).use(onError))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    try {
      assert.equal((await fetch(`http://127.0.0.1:${address.port}/me`)).status, 500)
    } finally {
      await new Promise((closed) => server.close(closed))
    }
    assertSaid(caught, said)
  }
})

test('Hono, Koa and Fastify: so does one there', async () => {
  for (const [onHonoGiven, onKoaGiven, said] of [
    [onHono.mount, onKoa.mount, MOUNT],
    [onHono.requireLogin, onKoa.requireLogin, REQUIRE],
  ] as const) {
    const caught: unknown[] = []
    const hono = new Hono().use(untyped(onHonoGiven))
    hono.onError((error, c) => {
      caught.push(error)
      return c.text('', 500)
    })
    assert.equal((await hono.request('/me')).status, 500)
    assertSaid(caught, said)

    const koa = new Koa().use(untyped(onKoaGiven))
    const failed = new Promise((resolve) => koa.on('error', resolve))
    const server = koa.listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    assert.equal((await fetch(`http://127.0.0.1:${address.port}/me`)).status, 500)
    await new Promise((closed) => server.close(closed))
    assertSaid([await failed], said)
  }

  // Fastify itself ends the process at a plugin that throws: `mount` is not tried here.
  const app = fastify()
  app.get('/me', { preHandler: untyped(onFastify.requireLogin) }, () => 'in')
  const answer = await app.inject('/me')
  assert.equal(answer.statusCode, 500)
  assert.match(answer.json().message, REQUIRE)
})

function assertSaid(caught: readonly unknown[], said: RegExp): void {
  const [error, ...more] = caught
  assert.equal(more.length, 0)
  assert.ok(error instanceof HallpassError, `${error}`)
  assert.equal(error.code, 'invalid_config')
  assert.match(error.message, said)
}
