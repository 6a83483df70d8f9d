/** `/notes`: the notes of whoever asks. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { requireLogin } from 'hallpass/fastify'
import { type Page, pages, paginated, type Rest } from 'hallpass/rest'
import type { TokenGuard } from 'hallpass/tokens'
import { z } from 'zod'
import type { Database } from '../service/schema.ts'

/** PostgreSQL keeps no text with a NUL in it. */
const text = z.string().refine((value) => !value.includes('\0'), 'must have no NUL character')

const NOTE = z.strictObject({
  title: text.trim().min(1).max(200),
  text: text.max(10_000).default(''),
})
const PARAMS = z.object({ id: z.uuid() })

/** What clients see of a note. */
const COLUMNS = ['id', 'title', 'text', 'created_at as createdAt'] as const

/** What stands in the way of nobody's note: it is not there, or somebody else's. */
const gone = () => Object.assign(new Error('There is no such note.'), { statusCode: 404 })

export function noteRoutes(
  app: FastifyInstance,
  database: Database,
  rest: Rest,
  user: TokenGuard<{ readonly sub: string }>,
): void {
  const preHandler = requireLogin(user)
  const ownerOf = (request: FastifyRequest) => user.token(request).claims.sub
  const oneOf = async (request: FastifyRequest) => {
    const { params } = await rest.validated(request, { params: PARAMS })
    return { id: params.id, owner: ownerOf(request) }
  }

  app.get('/notes', { preHandler }, async (request): Promise<Page<unknown>> => {
    const { query } = await rest.validated(request, { query: pages() })
    const notes = database
      .selectFrom('note')
      .select(COLUMNS)
      .where('owner', '=', ownerOf(request))
      .orderBy('created_at', 'desc')
      .orderBy('id')
    return paginated(notes, query)
  })

  app.post('/notes', { preHandler }, async (request) => {
    const { body } = await rest.validated(request, { body: NOTE })
    const values = { ...body, owner: ownerOf(request) }
    const note = database.insertInto('note').values(values).returning(COLUMNS)
    return note.executeTakeFirstOrThrow()
  })

  app.get('/notes/:id', { preHandler }, async (request) => {
    const { id, owner } = await oneOf(request)
    const note = database
      .selectFrom('note')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('owner', '=', owner)
    return note.executeTakeFirstOrThrow(gone)
  })

  app.put('/notes/:id', { preHandler }, async (request) => {
    const { id, owner } = await oneOf(request)
    const { body } = await rest.validated(request, { body: NOTE })
    const note = database
      .updateTable('note')
      .set(body)
      .where('id', '=', id)
      .where('owner', '=', owner)
      .returning(COLUMNS)
    return note.executeTakeFirstOrThrow(gone)
  })

  app.delete('/notes/:id', { preHandler }, async (request) => {
    const { id, owner } = await oneOf(request)
    const note = database
      .deleteFrom('note')
      .where('id', '=', id)
      .where('owner', '=', owner)
      .returning('id')
    return note.executeTakeFirstOrThrow(gone)
  })
}
