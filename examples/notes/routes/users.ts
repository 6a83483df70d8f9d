/** `/admin/users`: all accounts, for administrators. */
import type { FastifyInstance } from 'fastify'
import { requireLogin } from 'hallpass/fastify'
import { pages, paginated, type Rest } from 'hallpass/rest'
import type { TokenGuard } from 'hallpass/tokens'
import type { Database } from '../service/schema.ts'

export function userRoutes(
  app: FastifyInstance,
  database: Database,
  rest: Rest,
  admin: TokenGuard<unknown>,
): void {
  app.get('/admin/users', { preHandler: requireLogin(admin) }, async (request) => {
    const { query } = await rest.validated(request, { query: pages() })
    const users = database
      .selectFrom('account')
      .select((column) => [
        'account.id',
        'account.username',
        'account.groups',
        column
          .selectFrom('note')
          .whereRef('note.owner', '=', 'account.id')
          .select((inner) => inner.cast<number>(inner.fn.countAll(), 'integer').as('n'))
          .as('notes'),
      ])
      .orderBy('account.username')
    return paginated(users, query)
  })
}
