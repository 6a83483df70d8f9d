/** The services and programs that the test app lets in by a signed cookie or a token, and a second cookie beside theirs. */
import * as v from 'valibot'
import { CookieManager, keysRequired } from '../../../src/signing.ts'
import { createTokens, type TokenGuard, type Tokens, tokenRequired } from '../../../src/tokens.ts'

/** The manager of the test app, which the tests sign with, too. */
export const manager: CookieManager = new CookieManager({
  keys: { billing: 'the key of the billing service', reports: 'the key of the reports service' },
})

/** Another environment: its keys are other ones under the same ids. */
export const staging: CookieManager = new CookieManager({
  keys: { billing: 'the staging key of the billing service' },
})

export const anyService: ReturnType<typeof keysRequired> = keysRequired(undefined, {
  cookieName: 'service',
  manager,
})

export const billing: ReturnType<typeof keysRequired> = keysRequired(['billing'], {
  cookieName: 'service',
  manager,
})

const claims: v.ObjectSchema<
  { sub: v.StringSchema<undefined>; scopes: v.ArraySchema<v.StringSchema<undefined>, undefined> },
  undefined
> = v.object({ sub: v.string(), scopes: v.array(v.string()) })

/** What a token of the test app says. */
export interface TokenClaims {
  sub: string
  scopes: string[]
}

/** The tokens of the test app, which the tests issue, too. */
export const tokens: Tokens<typeof claims> = createTokens({
  secrets: 'the secret of the tokens of the test app',
  issuer: 'https://app.example',
  audience: 'app',
  names: { scopes: 's' },
  claims,
})

export const reader: TokenGuard<TokenClaims> = tokenRequired(tokens, { query: 'token' })
export const writer: TokenGuard<TokenClaims> = tokenRequired(tokens, { scope: 'notes:write' })
