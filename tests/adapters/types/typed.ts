/** What an app declared is what its handlers see, in every framework; checked by `../types.test.ts`. */
import express from 'express'
import fastify from 'fastify'
import { createHallpass, type Hallpass } from 'hallpass'
import * as onExpress from 'hallpass/express'
import * as onFastify from 'hallpass/fastify'
import * as onFetch from 'hallpass/fetch'
import * as onHono from 'hallpass/hono'
import * as onKoa from 'hallpass/koa'
import { oidc } from 'hallpass/login'
import * as onNext from 'hallpass/next'
import * as onNode from 'hallpass/node'
import { Hono } from 'hono'
import Koa from 'koa'

declare module 'hallpass' {
  interface Register {
    user: { sub: string; email: string }
    session: { cart?: string[] }
  }
}

const pass: Hallpass = createHallpass({
  baseUrl: 'https://shop.example',
  secrets: [],
  login: oidc({ issuer: 'https://id.example', clientId: 'shop' }),
})

const onApp = express()
onApp.use(onExpress.mount(pass))
onApp.get('/orders/:id', onExpress.requireLogin({ group: 'staff' }), (req) => {
  const known: string[] = [req.params.id, req.hallpass.user?.email ?? '']
  // @ts-expect-error a claim that was not declared
  req.hallpass.user?.phone
  return known
})

const server = fastify()
await server.register(onFastify.mount(pass))
server.get<{ Params: { id: string } }>(
  '/orders/:id',
  { preHandler: onFastify.requireLogin() },
  async (request) => {
    // @ts-expect-error data that was not declared
    request.hallpass.session.basket
    return [request.params.id, request.hallpass.session.cart?.join()]
  },
)

const hono = new Hono()
hono.use(onHono.mount(pass))
hono.get('/orders/:id', onHono.requireLogin(), (c) => {
  // @ts-expect-error a claim that was not declared
  c.var.hallpass.user?.phone
  return c.json([c.req.param('id'), c.var.hallpass.user?.email])
})

const koa = new Koa()
koa.use(onKoa.mount(pass)).use((ctx) => {
  // @ts-expect-error a claim that was not declared
  ctx.state.hallpass.user?.phone
  ctx.body = ctx.state.hallpass.user?.email
})

onNode.mount(
  pass,
  onNode.requireLogin()((req, res, hallpass) => {
    const email: string | undefined = req.hallpass.user?.email ?? hallpass.user?.email
    // @ts-expect-error a claim that was not declared
    hallpass.user?.phone
    res.end(email)
  }),
)

const worker = onFetch.mount(
  pass,
  (request, hallpass, env: { readonly GREETING: string }) =>
    new Response(`${env.GREETING} ${request.url} ${hallpass.user?.email}`),
)
await worker(new Request('https://shop.example'), { GREETING: 'Hello' })
// @ts-expect-error what the platform hands over is part of the type
await worker(new Request('https://shop.example'))

interface Params {
  readonly params: Promise<{ id: string }>
}
const route = onNext.mount(pass, async (_request, hallpass, { params }: Params) => {
  const { id } = await params
  return Response.json([id, hallpass.user?.email])
})
await route(new Request('https://shop.example'), { params: Promise.resolve({ id: '1' }) })
const looking: string | undefined = (await onNext.visitor(pass)).user?.email
export const seen: unknown[] = [looking]
