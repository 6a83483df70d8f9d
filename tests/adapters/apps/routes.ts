/** The routes of the test app, once for every framework. */
import type { Access } from '../../../src/guard/access.ts'
import type { Visitor } from '../../../src/pass/types.ts'
import { anyService, billing, reader, writer } from './services.ts'
import { sessions, takeDown } from './stored.ts'

/** What a route answers. */
export type RouteAnswer =
  | { readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly stream: readonly string[] }
  | { readonly redirect: string }

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Given to the framework's `requireLogin`; absent: open. `{}` asks for a login alone. */
  readonly access?: Access
  answer(
    visitor: Visitor,
    query: URLSearchParams,
    request: object,
  ): RouteAnswer | Promise<RouteAnswer>
}

/** What a page of the test app says about its visitor. */
function about(visitor: Visitor): { json: Record<string, unknown> } {
  return {
    json: {
      sub: visitor.user?.sub ?? null,
      groups: visitor.groups,
      provider: visitor.provider ?? null,
      session: Object.keys(visitor.session).length,
    },
  }
}

function visits(visitor: Visitor): number {
  const count = Number(visitor.session.visits ?? 0) + 1
  visitor.session.visits = count
  return count
}

/** Text that does not compress. */
function noise(length: number): string {
  let [text, seed] = ['', 1]
  while (text.length < length) {
    seed = (seed * 48_271) % 2_147_483_647
    text += seed.toString(36)
  }
  return text.slice(0, length)
}

export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/', answer: about },
  { method: 'GET', path: '/me', access: {}, answer: about },
  {
    method: 'GET',
    path: '/ops',
    access: { group: 'admin' },
    answer: (visitor) => ({
      ...about(visitor),
      headers: { 'cache-control': 'private, max-age=5' },
    }),
  },
  { method: 'GET', path: '/staff', access: { anyGroup: ['admin', 'editor'] }, answer: about },
  // The path rules of the guard hold these two.
  { method: 'GET', path: '/guarded/page', answer: about },
  { method: 'GET', path: '/secret/page', answer: about },
  // For other services: a signed cookie, whoever is signed in.
  {
    method: 'GET',
    path: '/status',
    access: anyService,
    answer: (_visitor, _query, request) => ({ json: anyService.payload(request) }),
  },
  {
    method: 'POST',
    path: '/invoices',
    access: billing,
    answer: (_visitor, _query, request) => ({ json: billing.payload(request) }),
  },
  { method: 'GET', path: '/services/page', answer: () => ({ json: { reached: true } }) },
  // For programs: a token.
  {
    method: 'GET',
    path: '/notes',
    access: reader,
    answer: (_visitor, _query, request) => ({
      json: { ...reader.token(request).claims, raw: reader.rawToken(request) },
    }),
  },
  {
    method: 'POST',
    path: '/notes',
    access: writer,
    answer: (_visitor, _query, request) => ({ json: writer.token(request).claims }),
  },
  { method: 'GET', path: '/tokens/page', answer: () => ({ json: { reached: true } }) },
  {
    method: 'GET',
    path: '/consent',
    answer: ({ consent }) => ({
      json: {
        allows: ['essential', 'performance', 'functionality', 'toString'].filter((one) =>
          consent.allows(one),
        ),
        choices: consent.choices ?? null,
        gpc: consent.gpc,
      },
    }),
  },
  {
    method: 'GET',
    path: '/token',
    access: {},
    answer: async (visitor) => ({ json: { token: await visitor.accessToken() } }),
  },
  {
    method: 'GET',
    path: '/note',
    answer: ({ session }) => ({ json: { note: session.note ?? null } }),
  },
  {
    method: 'POST',
    path: '/note',
    answer: (visitor, query) => {
      visitor.session.note = noise(Number(query.get('size')))
      return { json: { length: Number(query.get('size')) } }
    },
  },
  {
    method: 'GET',
    path: '/count',
    answer: (visitor) => ({
      json: { visits: visits(visitor) },
      headers: {
        'set-cookie': 'app=1; Path=/',
        'x-app': 'yes',
        'cache-control': 'public, max-age=60',
      },
    }),
  },
  {
    method: 'GET',
    path: '/devices',
    answer: async (visitor) => ({ json: { devices: await sessions.of?.list(visitor) } }),
  },
  {
    method: 'POST',
    path: '/devices/end',
    answer: async (visitor, query) => {
      const id = query.get('id')
      const ended =
        id === null ? await sessions.of?.endAll(visitor) : await sessions.of?.end(visitor, id)
      return { json: { ended } }
    },
  },
  {
    method: 'POST',
    path: '/store',
    answer: (_visitor, query) => ({ json: { down: takeDown(query.get('down')) } }),
  },
  {
    method: 'GET',
    path: '/stream',
    answer: (visitor) => {
      visits(visitor)
      return { stream: ['one,', 'two,', 'three'] }
    },
  },
  {
    method: 'GET',
    path: '/error',
    answer: (visitor) => {
      visits(visitor)
      throw new Error('the app broke')
    },
  },
  {
    method: 'GET',
    path: '/moved',
    answer: (visitor) => {
      visits(visitor)
      return { redirect: '/' }
    },
  },
]
