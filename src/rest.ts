/** `hallpass/rest`: answers, validation and errors of a service of JSON, the same in every framework. */
export type { ErrorFormat } from './http/error-format.ts'
export type { JsonAnswer } from './service/rest/answer.ts'
export { createRest, type Rest, type RestOptions } from './service/rest/create.ts'
export type { KeyValue } from './service/rest/cursor.ts'
export type { ExpressRest } from './service/rest/express.ts'
export type { FastifyApp, FastifyRest } from './service/rest/fastify.ts'
export type { FetchAnswer, FetchHandler } from './service/rest/fetch.ts'
export type { HonoApp } from './service/rest/hono.ts'
export {
  type Keyset,
  type KeysetFunction,
  type KeysetOptions,
  type KeysetPage,
  type KeysetRequest,
  keyset,
} from './service/rest/keyset.ts'
export type { KoaContext, KoaRest } from './service/rest/koa.ts'
export type { NodeHandler } from './service/rest/node.ts'
export { type PageOptions, type PageRequest, pages } from './service/rest/page-request.ts'
export type { PageFunctions, PageSource } from './service/rest/page-source.ts'
export { type Page, type PaginatedOptions, paginated } from './service/rest/paginated.ts'
export type { QueryReader, QueryValues } from './service/rest/query-schema.ts'
export type { RequestSchemas, Validated } from './service/rest/validated.ts'
