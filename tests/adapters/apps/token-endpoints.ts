/** The endpoints of tokens that every test app mounts, below `/api`. */
import * as v from 'valibot'
import { memoryStore } from '../../../src/stores/memory/memory.ts'
import {
  createRefreshTokens,
  createTokens,
  type TokenEndpoints,
  tokenEndpoints,
} from '../../../src/tokens.ts'

const store = memoryStore()

export const endpoints: TokenEndpoints = tokenEndpoints({
  tokens: createTokens({
    secrets: 'the secret of the API tokens of the test app',
    issuer: 'https://app.example',
    audience: 'api',
    names: { refreshTokenId: 'rfid' },
    claims: v.object({ sub: v.string(), refreshTokenId: v.string() }),
  }),
  refreshTokens: createRefreshTokens({ store }),
  store,
  authenticate: ({ username, password }) =>
    password === `the password of ${username}` ? { sub: username } : undefined,
  claims: ({ id, sub }) => ({ sub, refreshTokenId: id }),
  paths: {
    login: '/api/login',
    renew: '/api/renew',
    logout: '/api/logout',
    sessions: '/api/sessions',
  },
  limits: { account: { tries: 5, per: 3600 } },
  logger: { info() {}, warn() {}, error: console.error },
})
