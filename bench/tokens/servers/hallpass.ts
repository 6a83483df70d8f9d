/** The guard of hallpass, as its documentation shows it. */
import * as v from 'valibot'
import type { TokenGuard } from '../../../src/tokens.ts'
import { built } from '../../modules.ts'
import { AUDIENCE, setup } from './setup.ts'

const { accessTokens, createTokens, tokenRequired } =
  await built<typeof import('../../../src/tokens.ts')>('tokens')
const { oidc } = await built<typeof import('../../../src/login.ts')>('login')
const { algorithm, issuer, jwks, secret } = setup()

const claims = v.object({ sub: v.string(), scope: v.string() })
const common = { audience: AUDIENCE, claims }

/** Answers as the provider would, which is not measured. */
const atProvider: typeof fetch = async (input) =>
  Response.json(String(input).endsWith('/jwks') ? jwks : { issuer, jwks_uri: `${issuer}/jwks` })

const verifier =
  algorithm === 'HS256'
    ? createTokens({ ...common, issuer, secrets: secret })
    : accessTokens(oidc({ issuer, clientId: 'bench' }), { ...common, fetch: atProvider })

export const guard: TokenGuard<{ sub: string; scope: string }> = tokenRequired(verifier)
