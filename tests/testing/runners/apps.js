/** A small service behind sign-in, in four frameworks, as its own authors would write it. */
import express from 'express'
import fastify from 'fastify'
import * as onExpress from 'hallpass/express'
import * as onFastify from 'hallpass/fastify'
import * as onHono from 'hallpass/hono'
import * as onKoa from 'hallpass/koa'
import { Hono } from 'hono'
import Koa from 'koa'

/** Who is in no group may read; `staff` may change. */
function notes({ broken }) {
  const all = new Map()
  return (method, id, body) => {
    if (method === 'POST') {
      const note = { id: all.size + 1, ...body }
      all.set(note.id, note)
      return [201, note]
    }
    if (id === undefined) return [200, { items: [...all.values()], totalItems: all.size }]
    const note = all.get(Number(id))
    if (note === undefined) return [404, { _errors: ['not found'] }]
    if (method === 'DELETE' && !broken) all.delete(note.id)
    if (method === 'PUT' && !broken) all.set(note.id, { ...note, ...body })
    return [200, all.get(note.id) ?? { message: 'removed' }]
  }
}

const accessOf = (method) => (method === 'GET' ? 'login' : { group: 'staff' })
const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
const PATHS = ['/notes', '/notes/:id']

function expressApp(pass, options) {
  const answer = notes(options)
  const app = express().use(express.json()).use(onExpress.mount(pass))
  for (const method of METHODS) {
    app[method.toLowerCase()](PATHS, onExpress.requireLogin(accessOf(method)), (req, res) => {
      const [status, body] = answer(method, req.params.id, req.body)
      res.status(status).json(body)
    })
  }
  return app
}

function fastifyApp(pass, options) {
  const answer = notes(options)
  const app = fastify().register(onFastify.mount(pass))
  app.after(() => {
    for (const [method, url] of METHODS.flatMap((one) => PATHS.map((path) => [one, path]))) {
      const preHandler = onFastify.requireLogin(accessOf(method))
      app.route({ method, url, preHandler, handler })
    }
  })
  function handler(request, reply) {
    const [status, body] = answer(request.method, request.params.id, request.body)
    reply.code(status).send(body)
  }
  return app
}

function honoApp(pass, options) {
  const answer = notes(options)
  const app = new Hono().use(onHono.mount(pass))
  for (const [method, path] of METHODS.flatMap((one) => PATHS.map((path) => [one, path]))) {
    app.on(method, path, onHono.requireLogin(accessOf(method)), async (c) => {
      const sends = method === 'POST' || method === 'PUT'
      const [status, body] = answer(method, c.req.param('id'), sends && (await c.req.json()))
      return c.json(body, status)
    })
  }
  return app
}

function koaApp(pass, options) {
  const answer = notes(options)
  const guards = new Map(METHODS.map((one) => [one, onKoa.requireLogin(accessOf(one))]))
  const app = new Koa().use(onKoa.mount(pass))
  app.use((ctx, next) => guards.get(ctx.method)(ctx, next))
  app.use(async (ctx) => {
    let text = ''
    for await (const chunk of ctx.req) text += chunk
    const id = /^\/notes\/(.+)/.exec(ctx.path)?.[1]
    ;[ctx.status, ctx.body] = answer(ctx.method, id, text === '' ? undefined : JSON.parse(text))
  })
  return app
}

export const APPS = { express: expressApp, fastify: fastifyApp, hono: honoApp, koa: koaApp }
