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
    const settings = settingsOf({ clientSecret: 'secret' })
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

describe('the environment', () => {
  const ENV = {
    AWS_REGION: 'eu-west-1',
    AWS_COGNITO_USER_POOL_ID: 'eu-west-1_c7O90SNDF',
    AWS_COGNITO_DOMAIN: 'https://auth.shop.example',
    AWS_COGNITO_USER_POOL_CLIENT_ID: 'client',
    AWS_COGNITO_USER_POOL_CLIENT_SECRET: 'secret',
    AWS_COGNITO_REDIRECT_URL: 'https://shop.example/postlogin',
    AWS_COGNITO_LOGOUT_URL: 'https://shop.example/postlogout',
    AWS_COGNITO_SCOPES: 'openid, email',
    AWS_COGNITO_EXPIRATION_LEEWAY: '5',
    AWS_COGNITO_REFRESH_FLOW_ENABLED: 'True',
    AWS_COGNITO_COOKIE_AGE_SECONDS: '900',
    AWS_COGNITO_COOKIE_DOMAIN: '.shop.example',
    AWS_COGNITO_COOKIE_SAMESITE: 'Strict',
    AWS_COGNITO_REFRESH_COOKIE_ENCRYPTED: 'true',
    AWS_COGNITO_REFRESH_COOKIE_AGE_SECONDS: '3600',
    AWS_COGNITO_DISABLED: 'False',
    SECRET_KEY: 'very-secure',
  }

  test('gives every option', () => {
    const provider = cognito({ compatCookies: true }, ENV)
    assert.deepEqual(provider.issues, [])
    assert.equal(provider.disabled, false)
    const settings = provider.resolve(undefined)
    assert.equal(settings.clientId, 'client')
    assert.equal(settings.clientSecret, 'secret')
    assert.equal(settings.redirectUri, 'https://shop.example/postlogin')
    assert.equal(settings.logoutUri, 'https://shop.example/postlogout')
    assert.equal(settings.scope, 'openid email')
    assert.equal(settings.clockTolerance, 5)
    assert.equal(settings.refresh, true)
  })

  test('gives way to options, and an empty variable counts as absent', () => {
    const env = { ...ENV, AWS_COGNITO_USER_POOL_CLIENT_SECRET: '' }
    const settings = cognito({ clientId: 'other' }, env).resolve(undefined)
    assert.equal(settings.clientId, 'other')
    assert.equal(settings.clientSecret, undefined)
  })

  const faults: readonly [string, string, string][] = [
    ['AWS_COGNITO_DISABLED', 'maybe', 'must be true or false'],
    ['AWS_COGNITO_REFRESH_FLOW_ENABLED', 'on', 'must be true or false'],
    ['AWS_COGNITO_REFRESH_COOKIE_ENCRYPTED', 'no', 'must be true or false'],
    ['AWS_COGNITO_COOKIE_AGE_SECONDS', '30m', 'must be a whole number of seconds'],
    ['AWS_COGNITO_REFRESH_COOKIE_AGE_SECONDS', '-1', 'must be a whole number of seconds'],
    ['AWS_COGNITO_EXPIRATION_LEEWAY', '1e9', 'must be a whole number of seconds'],
    ['AWS_COGNITO_EXPIRATION_LEEWAY', '301', 'must be at most 300'],
    ['AWS_COGNITO_COOKIE_SAMESITE', 'loose', 'must be lax, strict or none'],
    ['AWS_COGNITO_SCOPES', 'email', 'must contain openid'],
    ['AWS_COGNITO_USER_POOL_ID', 'c7O90SNDF', 'must be like eu-west-1_c7O90SNDF'],
    ['AWS_REGION', 'us-east-1', 'is not that of the user pool: give the option region, eu-west-1'],
    [
      'AWS_COGNITO_REDIRECT_URL',
      'http://shop.example/postlogin',
      'must be an https URL (http only on a loopback address or *.localhost)',
    ],
    [
      'AWS_COGNITO_DOMAIN',
      'http://auth.shop.example',
      'must be a host name or the prefix of one: auth.shop.example, shop',
    ],
  ]
  for (const [name, value, message] of faults) {
    test(`is at fault by its own name: ${name}=${value}`, () => {
      assert.deepEqual(issuesOf({}, { ...ENV, [name]: value }), [`${name} ${message}`])
    })
  }

  test('is named where something is missing, all of it at once', () => {
    assert.deepEqual(issuesOf({}, {}), [
      'login.userPoolId is missing: give it, or set AWS_COGNITO_USER_POOL_ID',
      'login.domain is missing: give it, or set AWS_COGNITO_DOMAIN',
      'login.clientId is missing: give it, or set AWS_COGNITO_USER_POOL_CLIENT_ID',
    ])
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
    ['disabled by a word', { disabled: 'yes' }, 'login.disabled must be boolean'],
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
