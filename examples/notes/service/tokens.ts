/** Short-lived tokens, refresh tokens, and the endpoints that give and take them. */
import {
  createRefreshTokens,
  createTokens,
  type TokenEndpoints,
  type TokenGuard,
  tokenEndpoints,
  tokenRequired,
} from 'hallpass/tokens'
import { z } from 'zod'
import { accountOf } from './accounts.ts'
import type { Services } from './services.ts'
import type { Settings } from './settings.ts'

/** What a token says; the names on the wire are short, since it travels with each request. */
const CLAIMS = z.object({
  sub: z.string(),
  username: z.string(),
  groups: z.array(z.string()),
  refreshTokenId: z.string(),
})

type Claims = z.output<typeof CLAIMS>

/** What checks tokens, and the routes that give them. */
export interface ServiceTokens {
  readonly endpoints: TokenEndpoints
  /** Lets in whoever is logged in. */
  readonly user: TokenGuard<Claims>
  /** Lets in administrators. */
  readonly admin: TokenGuard<Claims>
}

/** Makes them. */
export function tokensOf(
  { tokenSecret, oldTokenSecret, site }: Settings,
  { database, store }: Pick<Services, 'database' | 'store'>,
): ServiceTokens {
  const tokens = createTokens({
    secrets: [tokenSecret, ...(oldTokenSecret === undefined ? [] : [oldTokenSecret])],
    issuer: site,
    audience: 'notes',
    names: { refreshTokenId: 'rfid' },
    claims: CLAIMS,
    ttl: 300,
  })
  const refreshTokens = createRefreshTokens({ store })
  const endpoints = tokenEndpoints({
    tokens,
    refreshTokens,
    store,
    errors: 'list',
    async authenticate({ username, password }) {
      const account = await accountOf(database, username, password)
      return account && { sub: account.id }
    },
    // Asked at each login and each renewal: a user who is gone, or in other groups, shows at once.
    async claims({ sub, id }) {
      const account = await database
        .selectFrom('account')
        .select(['username', 'groups'])
        .where('id', '=', sub)
        .executeTakeFirst()
      return account && { sub, ...account, refreshTokenId: id }
    },
  })
  const check = endpoints.checkSession
  return {
    endpoints,
    user: tokenRequired(tokens, { check, errors: 'list' }),
    admin: tokenRequired(tokens, { check, errors: 'list', groups: ['admin'] }),
  }
}
