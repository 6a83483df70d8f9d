/** One API as an app of each framework, and as a server that runs. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import type { ApiTarget, FetchFunction } from '../../src/testing.ts'
import type { Answered, Asked } from './notes.ts'

const express4: typeof express = createRequire(import.meta.url)('express4')

type Api = (asked: Asked) => Answered

/** A listener of node:http over an API. */
export function listenerOf(api: Api): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void text(request).then((body) => {
      const header = (name: string) => request.headers[name]?.toString()
      const { method = 'GET', url = '/' } = request
      const answer = api({ method, url, body, header })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  }
}

/** A function of a `Request` over an API. */
export function fetchOf(api: Api): FetchFunction {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const header = (name: string) => request.headers.get(name) ?? undefined
    const body = await request.text()
    const answer = api({ method: request.method, url: pathname + search, body, header })
    return new Response(answer.body ?? null, { status: answer.status, headers: answer.headers })
  }
}

function fastifyOf(api: Api): ApiTarget {
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.all('/*', (request, reply) => {
    const header = (name: string) => request.headers[name]?.toString()
    const body = typeof request.body === 'string' ? request.body : ''
    const answer = api({ method: request.method, url: request.url, body, header })
    reply.code(answer.status).headers(answer.headers).send(answer.body)
  })
  return app
}

function koaOf(api: Api): ApiTarget {
  const app = new Koa()
  app.use(async (ctx) => {
    const body = await text(ctx.req)
    const header = (name: string) => ctx.get(name) || undefined
    const answer = api({ method: ctx.method, url: ctx.url, body, header })
    ctx.body = answer.body ?? null
    ctx.status = answer.status
    ctx.set({ ...answer.headers })
  })
  return app
}

/** How an API is asked, by name. */
export const APPS: Readonly<Record<string, (api: Api) => ApiTarget>> = {
  express: (api) => express().use(listenerOf(api)),
  express4: (api) => express4().use(listenerOf(api)),
  fastify: fastifyOf,
  hono: (api) => new Hono().all('/*', async (c) => await fetchOf(api)(c.req.raw)),
  koa: koaOf,
  'a listener': listenerOf,
  'a fetch function': fetchOf,
  'an object with fetch': (api) => ({ fetch: fetchOf(api) }),
  'a server that does not listen': (api) => createServer(listenerOf(api)),
}

/** A server that runs, with its address. */
export async function served(api: Api): Promise<{ server: Server; url: string }> {
  const server = createServer(listenerOf(api)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen')
  return { server, url: `http://127.0.0.1:${address.port}` }
}
