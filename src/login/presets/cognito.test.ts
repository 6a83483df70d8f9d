import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { refusal } from '../../../tests/refusal.ts'
import { cognito } from './cognito.ts'
import type { CognitoOptions } from './cognito-options.ts'

const REQUIRED = {
  userPoolId: 'eu-west-1_c7O90SNDF',
  domain: 'auth.shop.example',
  clientId: '4lln66726pp3f4gi1krj0sta9h',
}

function settingsOf(options: CognitoOptions, env = {}) {
  return cognito({ ...REQUIRED, ...options }, env).resolve(undefined)
}

function issuesOf(options: object, env = {}): string[] {
  return cognito(options, env).issues.map(({ path, message }) => `${path} ${message}`)
}

describe('the settings', () => {
  test('follow from the pool, the domain and the client, with nothing to be discovered', () => {
    const settings = settingsOf({ clientSecret: 'secret', refreshFlowEnabled: true })
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_c7O90SNDF'
    assert.equal(settings.issuer, issuer)
    assert.equal(settings.clientSecret, 'secret')
    assert.deepEqual(settings.metadata, {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      authorization_endpoint: 'https://auth.shop.example/oauth2/authorize',
      token_endpoint: 'https://auth.shop.example/oauth2/token',
      userinfo_endpoint: 'https://auth.shop.example/oauth2/userInfo',
      revocation_endpoint: 'https://auth.shop.example/oauth2/revoke',
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
    })
  })

  test('have the defaults of flask-cognito-lib, and openid as the scope', () => {
    const { scope, clockTolerance, refresh, dialect, userinfo, clientSecret, redirectUri } =
      settingsOf({})
    assert.deepEqual(
      { scope, clockTolerance, refresh, dialect, userinfo, clientSecret, redirectUri },
      {
        scope: 'openid',
        clockTolerance: 0,
        refresh: false,
        dialect: 'cognito',
        userinfo: false,
        clientSecret: undefined,
        redirectUri: undefined,
      },
    )
  })

  test('name no place to revoke tokens where no refresh token is kept', () => {
    assert.equal(settingsOf({}).metadata?.revocation_endpoint, undefined)
  })

  for (const domain of [
    'shop',
    'shop.auth.eu-west-1.amazoncognito.com',
    'https://shop.auth.eu-west-1.amazoncognito.com',
    'https://shop.auth.eu-west-1.amazoncognito.com/',
  ]) {
    test(`have one token endpoint for the domain written ${domain}`, () => {
      const endpoint = 'https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token'
      assert.equal(settingsOf({ domain }).metadata?.token_endpoint, endpoint)
    })
  }

  test('pass on what Cognito alone knows: the identity provider, the language', () => {
    const parameters = { identity_provider: 'Google', lang: 'de' }
    assert.deepEqual(settingsOf({ parameters }).parameters, parameters)
  })

  test('take the groups from the access token, as flask-cognito-lib does', () => {
    const { groups } = cognito(REQUIRED, {})
    const member = { 'cognito:groups': ['admin'] }
    assert.deepEqual(groups({ idToken: {}, userinfo: {}, accessToken: member }), ['admin'])
    assert.deepEqual(groups({ idToken: member, userinfo: member, accessToken: {} }), [])
  })
})

describe('faults in options', () => {
  const cases: readonly [string, object, string][] = [
    ['a misspelt option', { clientID: 'x' }, 'login.clientID is not an option: write clientId'],
    [
      'a misspelt parameter',
      { parameters: { identity_provder: 'Google' } },
      'login.parameters.identity_provder is not an option: write identity_provider',
    ],
    [
      'another region than the pool',
      { region: 'us-east-1' },
      'login.region is not that of the user pool: give the option region, eu-west-1',
    ],
    ['a scope list without openid', { scopes: ['email'] }, 'login.scopes must contain openid'],
    [
      'an encrypted refresh cookie without a key',
      { compatCookies: true, refreshFlowEnabled: true },
      'login.secretKey is missing: give it, or set SECRET_KEY',
    ],
    [
      'a domain with a path',
      { domain: 'auth.shop.example/login' },
      'login.domain must be a host name or the prefix of one: auth.shop.example, shop',
    ],
    ['disabled by a word', { disabled: 'yes' }, 'login.disabled must be true or false'],
    ['a label that is no text', { label: 7 }, 'login.label must be text'],
    ['a name that is no text', { name: 7 }, 'login.name must be text'],
    [
      'a fraction of a second',
      { cookieAge: 0.5 },
      'login.cookieAge must be a whole number of seconds',
    ],
  ]
  for (const [what, options, fault] of cases) {
    test(`${what}: ${fault}`, () => {
      assert.deepEqual(issuesOf({ ...REQUIRED, ...options }), [fault])
    })
  }

  test('take null for no options, and name what is missing', () => {
    const { issues } = Reflect.apply(cognito, undefined, [null, {}])
    assert.equal(issues.length, 3)
  })

  test('never quote a value', () => {
    const text = issuesOf({ ...REQUIRED, clientSecret: 7, secretKey: '', domain: 'se cret' }).join()
    assert.doesNotMatch(text, /se cret|7/)
  })
})

describe('disabled', () => {
  test('needs nothing else, by the option or by the environment', () => {
    for (const provider of [
      cognito({ disabled: true }, {}),
      cognito({}, { AWS_COGNITO_DISABLED: '1' }),
    ]) {
      assert.equal(provider.disabled, true)
      assert.deepEqual(provider.issues, [])
    }
  })

  test('the option wins over the environment', () => {
    const provider = cognito({ ...REQUIRED, disabled: false }, { AWS_COGNITO_DISABLED: 'true' })
    assert.equal(provider.disabled, false)
  })

  test('still finds what is wrong in what is written', () => {
    assert.deepEqual(issuesOf({ disabled: true, cookieSameSite: 'loose' }), [
      'login.cookieSameSite must be lax, strict or none',
    ])
  })
})

describe('options that are functions of the exchange', () => {
  const provider = cognito(
    { ...REQUIRED, redirectUrl: (exchange) => `https://${exchange.header('host')}/postlogin` },
    {},
  )

  test('are asked at each request', () => {
    assert.deepEqual(provider.issues, [])
    for (const host of ['a.example', 'b.example']) {
      const settings = provider.resolve(exchangeOf({ headers: { host } }))
      assert.equal(settings.redirectUri, `https://${host}/postlogin`)
    }
  })

  test('give the same settings for the same outcome, so that keys are fetched once', () => {
    const exchange = exchangeOf({ headers: { host: 'a.example' } })
    assert.equal(provider.resolve(exchange), provider.resolve(exchange))
  })

  test('are refused at the request when their outcome is wrong', () => {
    const wrong = cognito({ ...REQUIRED, userPoolId: () => 'nonsense' }, {})
    assert.deepEqual(wrong.issues, [])
    const error = refusal(() => wrong.resolve(exchangeOf()))
    assert.equal(error.code, 'invalid_config')
    assert.match(error.message, /login\.userPoolId must be like/)
  })
})
