/** `createRest`: what a service of JSON needs, the same in every framework. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import type { ErrorFormat } from '../../http/error-format.ts'
import { consoleLogger, type Logger } from '../../http/ports.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import type { JsonAnswer } from './answer.ts'
import { errorAnswer } from './error-answer.ts'
import { type ExpressRest, expressRest } from './express.ts'
import { type FastifyRest, fastifyRest } from './fastify.ts'
import { type FetchAnswer, type FetchHandler, fetchRest } from './fetch.ts'
import { type HonoApp, honoRest } from './hono.ts'
import { jsonBody } from './json-body.ts'
import { type KoaRest, koaRest } from './koa.ts'
import { type NodeHandler, nodeRest } from './node.ts'
import { partsOf } from './request-parts.ts'
import { type NoOthers, type RequestSchemas, type Validated, validated } from './validated.ts'

/** Options of `createRest`. */
export interface RestOptions {
  /**
   * How errors are written. `list`, the default: `{"_errors": ["…"]}`, and `fields` where some did
   * not fit. `problem`: `application/problem+json` (RFC 9457).
   */
  readonly errors?: ErrorFormat
  /** The largest body, in bytes; default 65,536. A framework's own parser holds its own limit. */
  readonly bodyLimit?: number
  /** Gets what was not foreseen, as an error. Default: the console. */
  readonly logger?: Logger
  /** Is told of it, too: `report` of `hallpass/sentry`, say. */
  readonly report?: (error: unknown) => void
}

/** Answers, validation and errors of a service, in one shape. */
export interface Rest {
  /**
   * What the schemas make of a request: body, query, params, headers.
   *
   * @param request - What the framework gave: the request, or the context of Hono or Koa.
   * @param params - Where the framework gives them apart from the request, as Next.js does.
   * @throws HallpassError `validation_failed` with an issue for each fault; `bad_request` for a
   * body that is no JSON; `body_too_large`; `invalid_config` for what is no schema or no request
   * @example
   * const { body } = await rest.validated(request, { body: z.object({ title: z.string() }) })
   */
  validated<const Schemas extends RequestSchemas>(
    request: object,
    schemas: Schemas & NoOthers<Schemas>,
    params?: unknown,
  ): Promise<Validated<Schemas>>
  /**
   * The JSON that a request brings, whatever is in it.
   *
   * @param sentence - What the client is told where it brings none.
   * @throws HallpassError `bad_request`, `body_too_large`
   */
  expectJson(request: object, sentence?: string): Promise<unknown>
  /** The answer to what was thrown, for a place of your own. It logs what was not foreseen. */
  errorAnswer(error: unknown): JsonAnswer
  /** For Express 5 and 4: `answers` goes before the routes, `errors` after them. */
  readonly express: ExpressRest
  /** A plugin for Fastify 5: answers, errors, paths that are not there. */
  readonly fastify: FastifyRest
  /** A middleware for Koa, before all others. */
  readonly koa: KoaRest
  /** Gives an app of Hono its answers, errors and paths that are not there. Before the routes. */
  hono(app: HonoApp): void
  /** A handler of `Request` and `Response`: fetch, Next.js. */
  fetch<Rest extends readonly unknown[]>(handler: FetchHandler<Rest>): FetchAnswer<Rest>
  /** A listener of node:http. What its handler gives is sent as JSON, unless it answered itself. */
  node<Rest extends readonly unknown[]>(handler: NodeHandler<Rest>): NodeHandler<Rest>
}

/** What the glue of each framework works with. */
export interface RestContext {
  readonly format: ErrorFormat
  errorAnswer(error: unknown): JsonAnswer
  notFound(): JsonAnswer
}

const BODY_LIMIT = 65_536
const MAX_BODY_LIMIT = 104_857_600
const size = `must be a whole number of bytes from 1 to ${MAX_BODY_LIMIT}`
const fn = v.function('must be a function')

const schema: OptionsSchema = v.strictObject({
  errors: v.optional(v.picklist(['list', 'problem'], "must be 'list' or 'problem'")),
  bodyLimit: v.optional(
    v.pipe(
      v.number(size),
      v.safeInteger(size),
      v.minValue(1, size),
      v.maxValue(MAX_BODY_LIMIT, size),
    ),
  ),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
  report: v.optional(fn),
})

/**
 * Answers, validation and errors of a service, the same in every framework.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const rest = createRest({ errors: 'problem' })
 * await app.register(rest.fastify)
 */
export function createRest(options: RestOptions = {}): Rest {
  const issues = checkOptions(schema, options, '')
  if (issues.length > 0) {
    const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
    throw new HallpassError('invalid_config', `createRest: ${listed}`, { issues })
  }
  const {
    errors: format = 'list',
    bodyLimit = BODY_LIMIT,
    logger = consoleLogger,
    report,
  } = options
  const context: RestContext = {
    format,
    errorAnswer(error) {
      const answer = errorAnswer(error, format)
      if (answer.status >= 500) {
        logger.error('a request failed', { error: told(error) })
        report?.(error)
      }
      return answer
    },
    notFound: () =>
      errorAnswer(new HallpassError('not_found', 'There is nothing at this address.'), format),
  }
  return {
    validated: (request, schemas, params) => validated(request, schemas, params, bodyLimit),
    expectJson: (request, sentence) => jsonBody(partsOf(request), bodyLimit, sentence),
    errorAnswer: context.errorAnswer,
    express: expressRest(context),
    fastify: fastifyRest(context),
    koa: koaRest(context),
    hono: (app) => honoRest(context, app),
    fetch: (handler) => fetchRest(context, handler),
    node: (handler) => nodeRest(context, handler),
  }
}

/** With its stack, which is for the log alone. */
function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error)
}
