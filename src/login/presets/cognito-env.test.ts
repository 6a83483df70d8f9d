import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cognito } from './cognito.ts'

function issuesOf(env: Readonly<Record<string, string>>): string[] {
  return cognito({}, env).issues.map(({ path, message }) => `${path} ${message}`)
}

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
      assert.deepEqual(issuesOf({ ...ENV, [name]: value }), [`${name} ${message}`])
    })
  }

  test('is named where something is missing, all of it at once', () => {
    assert.deepEqual(issuesOf({}), [
      'login.userPoolId is missing: give it, or set AWS_COGNITO_USER_POOL_ID',
      'login.domain is missing: give it, or set AWS_COGNITO_DOMAIN',
      'login.clientId is missing: give it, or set AWS_COGNITO_USER_POOL_CLIENT_ID',
    ])
  })
})
