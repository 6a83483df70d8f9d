/** Express 5 and 4. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorHeaders } from './answer.ts'
import type { RestContext } from './create.ts'
import { sendJson } from './send.ts'
import { shaped } from './shaped.ts'

/** What is needed of a response of Express. */
interface ExpressResponse extends ServerResponse {
  json(body: unknown): unknown
}

/** Middleware for Express, without a version of its types. */
export interface ExpressRest {
  /** Shapes what `res.json` is given, and answers paths that no route has once `errors` is there. */
  readonly answers: (
    request: IncomingMessage,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ) => void
  /** Answers what a route threw, and every path that no route has: it is used last, twice. */
  readonly errors: [
    notFound: (request: IncomingMessage, response: ServerResponse) => void,
    failed: (
      error: unknown,
      request: IncomingMessage,
      response: ServerResponse,
      next: (error?: unknown) => void,
    ) => void,
  ]
}

export function expressRest(context: RestContext): ExpressRest {
  return {
    answers(_request, response, next) {
      if (isExpress(response)) {
        const json = response.json.bind(response)
        response.json = (body) => {
          const found = shaped(body, response.statusCode, context.format)
          if (found?.isError) {
            const headers = errorHeaders(context.format)
            return sendJson(response, { status: response.statusCode, headers, body: found.body })
          }
          return json(found === undefined ? body : found.body)
        }
      }
      next()
    },
    errors: [
      (_request, response) => sendJson(response, context.notFound()),
      (error, _request, response, next) => {
        if (response.headersSent) next(error)
        else sendJson(response, context.errorAnswer(error))
      },
    ],
  }
}

function isExpress(response: ServerResponse): response is ExpressResponse {
  return 'json' in response && typeof response.json === 'function'
}
