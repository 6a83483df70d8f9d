/** Notes in memory, and an API over them that each framework serves; faults are put in by name. */

/** What is wrong with an API. */
export type Fault =
  | 'forgets'
  | 'changes-nothing'
  | 'moves-the-date'
  | 'keeps-what-is-removed'
  | 'leaves-it-in-the-list'
  | 'no-id'
  | 'hides-new-ones'
  | 'html'
  | 'broken-json'

/** How an API answers. */
export interface NotesOptions {
  readonly fault?: Fault
  /** Items of a page; without it the list is an array. */
  readonly pageSize?: number
  /** Whether pages are told by a cursor, and nobody counts. */
  readonly keyset?: boolean
  /** Whether what changes or removes says no more than that. */
  readonly terse?: boolean
  /** Notes that are there at the beginning. */
  readonly stock?: number
}

/** A request, as far as the notes need it. */
export interface Asked {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly body: string
  header(name: string): string | undefined
}

/** An answer; one without a body has none. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

interface Note {
  readonly id: number
  readonly createdAt: string
  readonly title: unknown
  readonly text: unknown
}

/** The API: whoever says `authorization: reader` may only read. */
export function notesApi(options: NotesOptions = {}): (asked: Asked) => Answered {
  const notes = new Map<number, Note>()
  let last = 0
  const add = ({ title, text }: { title?: unknown; text?: unknown }): Note => {
    last += 1
    const note = { id: last, createdAt: `2026-01-01T00:00:${String(last).padStart(2, '0')}Z` }
    notes.set(last, { ...note, title, text })
    return { ...note, title, text }
  }
  for (let made = 0; made < (options.stock ?? 0); made++) add({ title: `stock ${made}` })
  const { fault, terse = false } = options

  return ({ method, url, body, header }) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const id = /^\/notes\/(\d+)$/.exec(pathname)?.[1]
    if (fault === 'html') return { status: 200, headers: TEXT, body: '<h1>Notes</h1>' }
    if (fault === 'broken-json') return { status: 200, headers: JSON_TYPE, body: '{"items":' }
    if (pathname === '/echo') {
      const names = ['accept', 'content-type', 'authorization', 'x-tenant', 'sec-fetch-mode']
      return json(200, {
        method,
        url,
        body,
        ...Object.fromEntries(names.map((n) => [n, header(n)])),
      })
    }
    if (pathname === '/moved') return { status: 302, headers: { location: '/notes' } }
    if (pathname !== '/notes' && id === undefined) return json(404, { _errors: ['not found'] })
    if (method !== 'GET' && header('authorization') === 'reader') {
      return json(403, { _errors: ['only a writer may do that'] })
    }
    if (id === undefined) {
      if (method === 'GET') return list([...notes.values()], searchParams, options)
      const note = add(JSON.parse(body))
      if (fault === 'forgets') notes.delete(note.id)
      return json(201, fault === 'no-id' ? { ...note, id: undefined } : note)
    }
    const note = notes.get(Number(id))
    if (note === undefined) return json(404, { _errors: ['not found'] })
    if (method === 'PUT') {
      const changed = { ...note, ...JSON.parse(body) }
      const dated = fault === 'moves-the-date' ? { ...changed, createdAt: 'now' } : changed
      if (fault !== 'changes-nothing') notes.set(note.id, dated)
      return terse ? { status: 204, headers: {} } : json(200, dated)
    }
    if (method === 'DELETE') {
      if (fault !== 'keeps-what-is-removed') notes.delete(note.id)
      if (fault === 'leaves-it-in-the-list') add({})
      return terse ? { status: 204, headers: {} } : json(200, { message: 'removed' })
    }
    return json(200, note)
  }
}

const TEXT = { 'content-type': 'text/html' }
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

function json(status: number, value: unknown): Answered {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value) }
}

function list(notes: Note[], query: URLSearchParams, options: NotesOptions): Answered {
  const { pageSize, keyset = false, fault } = options
  const all = fault === 'hides-new-ones' ? notes.map((note) => ({ ...note, id: -note.id })) : notes
  if (pageSize === undefined) return json(200, all)
  const start = Number(query.get(keyset ? 'after' : 'offset') ?? 0)
  const items = all.slice(start, start + pageSize)
  const next = start + pageSize < all.length ? String(start + pageSize) : null
  if (keyset) return json(200, { limit: pageSize, items, next })
  return json(200, { offset: start, limit: pageSize, totalItems: all.length, items })
}
