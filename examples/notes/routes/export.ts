/** `/export`: starts a job, and says how far it is. */
import type { FastifyInstance } from 'fastify'
import { requireLogin } from 'hallpass/fastify'
import type { JobQueue } from 'hallpass/jobs'
import type { Rest } from 'hallpass/rest'
import type { TokenGuard } from 'hallpass/tokens'
import { z } from 'zod'
import type { JOBS } from '../service/export-job.ts'

const PARAMS = z.object({ id: z.string().min(1).max(128) })
const RESULT = z.object({ owner: z.string(), text: z.string() })

export function exportRoutes(
  app: FastifyInstance,
  queue: JobQueue<typeof JOBS>,
  rest: Rest,
  user: TokenGuard<{ readonly sub: string }>,
): void {
  const preHandler = requireLogin(user)
  const gone = () => Object.assign(new Error('There is no such export.'), { statusCode: 404 })

  app.post('/export', { preHandler }, async (request, reply) => {
    const owner = user.token(request).claims.sub
    // The id names the owner, so that nobody reads another one's.
    const id = await queue.add('export', { owner }, { id: `${owner}.${crypto.randomUUID()}` })
    reply.code(202).header('location', `/export/${id}`)
    return { id }
  })

  app.get('/export/:id', { preHandler }, async (request) => {
    const { params } = await rest.validated(request, { params: PARAMS })
    const owner = params.id.slice(0, params.id.lastIndexOf('.'))
    if (owner !== user.token(request).claims.sub) throw gone()
    const job = await queue.status(params.id)
    if (job === undefined) throw gone()
    const { state, progress, result } = job
    const written = RESULT.safeParse(result)
    return { id: params.id, state, progress, ...(written.success && { text: written.data.text }) }
  })
}
