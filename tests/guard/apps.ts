/** An app that knows nothing of hallpass, in each framework: it tells what it saw, whatever it is asked. */
import { createServer } from 'node:http'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import * as onExpress from '../../src/express.ts'
import * as onFastify from '../../src/fastify.ts'
import * as onFetch from '../../src/fetch.ts'
import * as onHono from '../../src/hono.ts'
import type { Hallpass, Visitor } from '../../src/index.ts'
import * as onNode from '../../src/node.ts'
import { closing, type RunningApp } from '../adapters/apps/running.ts'

/** What the app tells of a request. */
export type Tell = (url: string, visitor: Visitor) => object

/** Starts the app behind a guard, mounted in one line. */
export type Start = (pass: Hallpass, port: number, tell: Tell) => Promise<RunningApp>

const HOST = '127.0.0.1'

function pathOf(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('://') + 3))
}

/** Serves what answers with `fetch`. */
function serving(fetch: (request: Request) => Response | Promise<Response>, port: number) {
  return new Promise<RunningApp>((resolve) => {
    const server = serve({ fetch, port, hostname: HOST }, () =>
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) }),
    )
  })
}

export const APPS: Readonly<Record<string, Start>> = {
  Express: (pass, port, tell) => {
    const app = express()
    app.use(onExpress.mount(pass))
    app.use((request, response) => {
      response.json(tell(request.originalUrl, request.hallpass))
    })
    return new Promise((resolve) => {
      const server = app.listen(port, HOST, () => resolve(closing(server)))
    })
  },
  Fastify: async (pass, port, tell) => {
    const app = fastify({ forceCloseConnections: true })
    await app.register(onFastify.mount(pass))
    app.all('/*', (request) => tell(request.originalUrl, request.hallpass))
    await app.listen({ port, host: HOST })
    return { close: () => app.close() }
  },
  Hono: (pass, port, tell) => {
    const app = new Hono()
    app.use(onHono.mount(pass))
    app.all('*', (c) => c.json(tell(pathOf(c.req.url), c.var.hallpass)))
    return serving((request) => app.fetch(request), port)
  },
  'node:http': (pass, port, tell) => {
    const server = createServer(
      onNode.mount(pass, (request, response, hallpass) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(tell(request.url ?? '', hallpass)))
      }),
    )
    return new Promise((resolve) => {
      server.listen(port, HOST, () => resolve(closing(server)))
    })
  },
  fetch: (pass, port, tell) => {
    const app = onFetch.mount(pass, (request, hallpass) =>
      Response.json(tell(pathOf(request.url), hallpass)),
    )
    return serving((request) => app(request), port)
  },
}
