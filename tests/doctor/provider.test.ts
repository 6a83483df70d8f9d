/** The checks of the provider's metadata, keys and clock: each where it is well, and where it is not. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import { startProvider } from '../../src/cli/demo/provider.ts'
import { CHECKS, type CheckName, type Result } from '../../src/cli/doctor/finding.ts'
import { keyNamed } from '../support/hostile-keys.ts'
import { metadataOf } from '../support/hostile-shapes.ts'
import { complete, examine, found, of, open, required } from './world.ts'

const PROVIDER = CHECKS.filter((name) => name.startsWith('provider.'))
const OVER_HTTP = PROVIDER.filter((name) => name !== 'provider.certificate')

describe('a provider', () => {
  test('that is as it should be passes every check', async (t) => {
    const { env } = await open(t)
    const findings = await examine(env)
    for (const check of OVER_HTTP) found(findings, check, 'ok')
    assert.deepEqual(of(findings, 'provider.certificate'), [])
  })

  test('of the demo passes every check', async (t) => {
    const base = 'http://shop.localhost:9'
    const client = { client_id: 'shop', redirect_uris: [`${base}/oidc_callback`] }
    const provider = await startProvider({
      clients: [{ ...client, client_secret: 'a'.repeat(40) }],
    })
    t.after(() => provider.close())
    const findings = await examine(required(provider.issuer, base))
    for (const check of OVER_HTTP) found(findings, check, 'ok')
  })

  const metadata: readonly [string, CheckName, Record<string, unknown>, RegExp][] = [
    [
      'without a token endpoint',
      'provider.endpoints',
      { token_endpoint: undefined },
      /there is no token_endpoint/,
    ],
    [
      'with an endpoint that is no address',
      'provider.endpoints',
      { jwks_uri: 'ftp://id.example/' },
      /no http address: jwks_uri/,
    ],
    [
      'without the code flow',
      'provider.code-flow',
      { response_types_supported: ['id_token'] },
      /not among id_token/,
    ],
    [
      'with plain PKCE alone',
      'provider.pkce',
      { code_challenge_methods_supported: ['plain'] },
      /not among plain/,
    ],
    [
      'that is for OAuth alone',
      'provider.scopes',
      { scopes_supported: ['profile'] },
      /not listed.*openid/,
    ],
    [
      'that takes no secret',
      'provider.client-auth',
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      /only private_key_jwt/,
    ],
    [
      'that signs with shared secrets',
      'provider.algorithms',
      { id_token_signing_alg_values_supported: ['HS256', 'none'] },
      /HS256, none/,
    ],
  ]
  for (const [name, check, change, words] of metadata) {
    test(`${name} fails ${check}`, async (t) => {
      const { env, provider } = await open(t)
      provider.change.metadata = (said) => ({ ...complete(said), ...change })
      found(await examine(env), check, 'failed', words)
    })
  }

  const silent: readonly [CheckName, string, RegExp][] = [
    ['provider.code-flow', 'response_types_supported', /does not say/],
    ['provider.pkce', 'code_challenge_methods_supported', /does not say/],
    ['provider.scopes', 'scopes_supported', /does not list/],
    ['provider.sign-out', 'end_session_endpoint', /ends the session here/],
  ]
  test('that does not say what it can do gets warnings', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) =>
      Object.fromEntries(
        Object.entries(complete(said)).filter(([name]) => silent.every(([, one]) => one !== name)),
      )
    const findings = await examine(env)
    for (const [check, , words] of silent) found(findings, check, 'warning', words)
  })

  test('with a scope for groups that a rule needs and no login asks for gets a warning', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) => ({
      ...complete(said),
      scopes_supported: ['openid', 'profile', 'groups'],
    })
    const rules = { HALLPASS_RULES: '/staff/* group=staff' }
    const words = /asks for a group.*HALLPASS_SCOPE="openid profile groups"/
    found(await examine({ ...env, ...rules }), 'provider.scopes', 'warning', words)
    found(await examine(env), 'provider.scopes', 'ok')
    const asked = { ...env, ...rules, HALLPASS_SCOPE: 'openid profile groups' }
    found(await examine(asked), 'provider.scopes', 'ok')
  })

  test('that does not list a scope gets a warning', async (t) => {
    const { env } = await open(t, { HALLPASS_SCOPE: 'openid profile groups' })
    found(await examine(env), 'provider.scopes', 'warning', /not listed.* groups/)
  })
})

describe('the issuer', () => {
  test('of another spelling is taken, and said', async (t) => {
    const { env, provider } = await open(t)
    const findings = await examine({ ...env, AGS_CLIENT_ISSUER: `${provider.issuer}/` })
    found(findings, 'provider.issuer', 'warning', /hallpass takes both/)
  })

  test('of another name fails, and the provider’s is the right one', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) => ({ ...said, issuer: `${provider.issuer}/realms/shop` })
    const words = new RegExp(`AGS_CLIENT_ISSUER=${provider.issuer}/realms/shop: the provider’s`)
    found(await examine(env), 'provider.issuer', 'failed', words)
  })

  test('with a path and a slash too many fails', async (t) => {
    const { env, provider } = await open(t)
    const issuer = `${provider.issuer}/x`
    provider.instead['/x/.well-known/openid-configuration'] = () => ({
      json: { ...metadataOf(provider.issuer), issuer },
    })
    const findings = await examine({ ...env, AGS_CLIENT_ISSUER: `${issuer}/` })
    found(findings, 'provider.issuer', 'failed', /a slash at the end/)
  })

  test('that is missing in the metadata fails', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) => ({ ...said, issuer: 7 })
    found(await examine(env), 'provider.issuer', 'failed', /names no issuer/)
  })
})

describe('the keys', () => {
  const failed = async (
    t: Parameters<typeof open>[0],
    jwks: (keys: jose.JWK[]) => unknown,
    words: RegExp,
  ) => {
    const { env, provider } = await open(t)
    provider.change.jwks = (keys) => jwks(keys as jose.JWK[])
    found(await examine(env), 'provider.keys', 'failed', words)
  }

  test('that are no key set, or none', async (t) => {
    await failed(t, () => [], /not a JSON Web Key Set/)
    await failed(t, () => ({ keys: [] }), /no key can be used/)
  })

  test('that are too short, broken, shared or of an unknown kind', async (t) => {
    const { publicKey } = await jose.generateKeyPair('RS256', { modulusLength: 2048 })
    const { n = '', ...rest } = await jose.exportJWK(publicKey)
    const short = { ...rest, n: n.slice(0, 171), kid: 'short' }
    const others = [
      { kty: 'oct', k: 'AA' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      { kty: 'XX' },
    ]
    await failed(
      t,
      () => ({ keys: [short, ...others] }),
      /no key can be used \(short: only \d+ bits; .*shared secret; .*broken; .*unknown kind/,
    )
  })

  test('of which one is private', async (t) => {
    await failed(t, ([key]) => ({ keys: [{ ...key, d: 'AA' }] }), /PRIVATE key/)
  })

  test('of which two have one id', async (t) => {
    const { jwk } = await keyNamed('second')
    await failed(
      t,
      ([key]) => ({ keys: [key, { ...jwk, kid: 'first' }] }),
      /two keys have the kid first/,
    )
  })

  test('of which one has no id, or is of no use, get a warning', async (t) => {
    const { env, provider } = await open(t)
    const { jwk } = await keyNamed('second')
    const { kid: _, ...unnamed } = jwk
    provider.change.jwks = (keys) => ({ keys: [...keys, unnamed] })
    found(await examine(env), 'provider.keys', 'warning', /has no kid/)
    provider.change.jwks = (keys) => ({ keys: [...keys, { ...jwk, alg: 'RS512' }] })
    found(await examine(env), 'provider.keys', 'warning', /1 to verify.*second: for RS512/)
  })

  test('for encryption are passed over', async (t) => {
    const { env, provider } = await open(t)
    provider.change.jwks = (keys) => ({ keys: [...keys, { kty: 'XX', use: 'enc' }] })
    found(await examine(env), 'provider.keys', 'ok', /1 to verify/)
  })

  test('that cannot be had', async (t) => {
    const { env, provider } = await open(t)
    provider.instead.jwks = () => ({ status: 500, json: {} })
    found(await examine(env), 'provider.keys', 'failed', /answers 500/)
    provider.instead.jwks = () => ({ ending: 'break', body: '{' })
    found(await examine(env), 'provider.keys', 'failed', /broke the connection/)
    provider.instead = {}
    provider.change.metadata = (said) => ({ ...complete(said), jwks_uri: 'http://127.0.0.1:9/' })
    found(await examine(env), 'provider.keys', 'failed', /nothing listens/)
  })
})

describe('the clock', () => {
  const answers: readonly [string, number, string | undefined, Result, RegExp][] = [
    ['two minutes ahead', 120, undefined, 'failed', /1[12]\d s ahead of this machine; 30 are/],
    ['two minutes behind', -120, undefined, 'failed', /1[12]\d s behind this machine/],
    ['eighteen seconds behind', -18, undefined, 'warning', /behind this machine/],
    ['from a cache', -120, '120', 'ok', /few seconds/],
    ['that says nothing', Number.NaN, undefined, 'warning', /does not say/],
  ]
  for (const [name, seconds, age, result, words] of answers) {
    test(name, async (t) => {
      const { env, provider } = await open(t)
      provider.instead.metadata = () => {
        const date = new Date(Date.now() + seconds * 1000)
        const headers = { date: Number.isNaN(seconds) ? 'soon' : date.toUTCString() }
        const json = complete(metadataOf(provider.issuer))
        return { json, headers: age === undefined ? headers : { ...headers, age } }
      }
      found(await examine(env), 'provider.clock', result, words)
    })
  }
})
