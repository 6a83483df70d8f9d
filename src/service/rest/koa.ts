/** Koa. */
import type { ServerResponse } from 'node:http'
import { errorHeaders, type JsonAnswer } from './answer.ts'
import type { RestContext } from './create.ts'
import { statusAnswer } from './error-answer.ts'
import { reasonPhrase } from './reason-phrase.ts'
import { shaped } from './shaped.ts'

/** What is needed of a context of Koa. */
export interface KoaContext {
  status: number
  body: unknown
  type: string
  readonly res: ServerResponse
  readonly response: { readonly type: string }
  set(name: string, value: string): void
}

/** A middleware for Koa, without a version of its types. */
export type KoaRest = (context: KoaContext, next: () => Promise<unknown>) => Promise<void>

export function koaRest(rest: RestContext): KoaRest {
  return async (context, next) => {
    try {
      await next()
    } catch (error) {
      if (context.res.headersSent) throw error
      return send(context, rest.errorAnswer(error))
    }
    const { status, body } = context
    if (context.res.headersSent) return
    // Koa has no body for a path without a route, and for a method that its router does not take.
    if (body === undefined || body === null) {
      if (status === 404) send(context, rest.notFound())
      else if (status >= 400) send(context, statusAnswer(status, reasonPhrase(status), rest.format))
      return
    }
    // A page or a file of a type of its own stays.
    if (typeof body === 'string' && !/^text\/plain\b/.test(context.response.type)) return
    const found = shaped(body, status, rest.format)
    if (found?.isError)
      send(context, { status, headers: errorHeaders(rest.format), body: found.body })
    else if (found !== undefined) {
      context.body = found.body
      context.type = 'json'
    }
  }
}

function send(context: KoaContext, { status, headers, body }: JsonAnswer): void {
  // The body first: setting it changes the status and the type.
  context.body = JSON.stringify(body)
  context.status = status
  for (const [name, value] of Object.entries(headers)) context.set(name, value)
}
