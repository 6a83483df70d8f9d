/** Fastify 5. */
import { errorHeaders, type JsonAnswer, textOf } from './answer.ts'
import type { RestContext } from './create.ts'
import { shaped } from './shaped.ts'

/** What is needed of a reply of Fastify. */
interface Reply {
  readonly statusCode: number
  code(status: number): unknown
  header(name: string, value: string): unknown
  getHeader(name: string): unknown
  removeHeader(name: string): unknown
  send(body: unknown): unknown
}

type Done = (error?: Error | null, payload?: unknown) => void
type Hook = (request: unknown, reply: Reply, payload: unknown, done: Done) => void

/** What is needed of an app of Fastify. `never`, so that no version of its types is bound. */
export interface FastifyApp {
  setErrorHandler(handler: never): unknown
  setNotFoundHandler(handler: never): unknown
  addHook(name: never, hook: never): unknown
}

/** A plugin for Fastify, without a version of its types. It holds for the whole app. */
export type FastifyRest = (app: FastifyApp, options: unknown, done: (error?: Error) => void) => void

export function fastifyRest(context: RestContext): FastifyRest {
  const failed = (error: unknown, _request: unknown, reply: Reply) =>
    send(reply, context.errorAnswer(error))
  const notFound = (_request: unknown, reply: Reply) => send(reply, context.notFound())
  const plugin = (app: FastifyApp, _options: unknown, done: (error?: Error) => void): void => {
    app.setErrorHandler(failed as never)
    app.setNotFoundHandler(notFound as never)
    app.addHook('preSerialization' as never, objects(context) as never)
    app.addHook('onSend' as never, texts(context) as never)
    done()
  }
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'hallpass-rest',
  })
}

/** Objects that are sent with an error status. */
function objects(context: RestContext): Hook {
  return (_request, reply, payload, done) => {
    const found = shaped(payload, reply.statusCode, context.format)
    if (found?.isError) setErrorHeaders(reply, context)
    done(null, found === undefined ? payload : found.body)
  }
}

/** Text, which Fastify does not serialize; a page or a file of a type of its own stays. */
function texts(context: RestContext): Hook {
  return (_request, reply, payload, done) => {
    const found =
      typeof payload === 'string' && isPlain(reply)
        ? shaped(payload, reply.statusCode, context.format)
        : undefined
    if (found === undefined) return done(null, payload)
    if (found.isError) setErrorHeaders(reply, context)
    else reply.header('content-type', 'application/json; charset=utf-8')
    reply.removeHeader('content-length')
    done(null, JSON.stringify(found.body))
  }
}

function send(reply: Reply, answer: JsonAnswer): unknown {
  reply.code(answer.status)
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value)
  return reply.send(textOf(answer))
}

function setErrorHeaders(reply: Reply, { format }: RestContext): void {
  for (const [name, value] of Object.entries(errorHeaders(format))) reply.header(name, value)
}

function isPlain(reply: Reply): boolean {
  return /^text\/plain\b/i.test(String(reply.getHeader('content-type') ?? 'text/plain'))
}
