import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeAddress, judgePage } from './judge.ts'

const LOGIN = '<form action="/login?redirect_uri=https%3A%2F%2Fshop"><input name="username"></form>'

describe('judgePage', () => {
  test('takes a login page, whatever its address carries', () => {
    assert.equal(judgePage(200, LOGIN).kind, 'accepted')
  })

  /** What providers answer to a redirect URI that they do not know. */
  const redirect: readonly [string, number, string][] = [
    ['Keycloak', 400, 'Invalid parameter: redirect_uri'],
    ['Auth0', 403, '<h1>Callback URL mismatch.</h1>'],
    ['Okta', 400, "The 'redirect_uri' parameter must be a Login redirect URI in the client app"],
    ['Entra', 200, 'AADSTS50011: The redirect URI specified in the request does not match'],
    ['authentik', 200, '<title>Redirect URI Error</title>'],
    ['Dex', 400, 'Unregistered redirect_uri ("https://shop.example/oidc_callback").'],
    ['GitLab', 401, 'The redirect URI included is not valid.'],
  ]
  for (const [name, status, body] of redirect) {
    test(`knows how ${name} refuses a redirect URI`, () => {
      const reaction = judgePage(status, body)
      assert.ok(reaction.kind === 'refused' && reaction.fault === 'redirect')
    })
  }

  const client: readonly [string, number, string][] = [
    ['Keycloak', 400, 'Client not found.'],
    ['Entra', 400, 'AADSTS700016: Application with identifier was not found in the directory'],
    ['Google', 401, 'The OAuth client was not found. Error: invalid_client'],
    ['others', 400, 'Unknown client'],
  ]
  for (const [name, status, body] of client) {
    test(`knows how ${name} refuses a client`, () => {
      const reaction = judgePage(status, body)
      assert.ok(reaction.kind === 'refused' && reaction.fault === 'client')
    })
  }

  test('does not take a firewall or a fault for an answer', () => {
    for (const status of [403, 429, 500, 502, 503]) {
      assert.equal(judgePage(status, 'Checking your browser').kind, 'unclear')
    }
    assert.deepEqual(judgePage(400, 'No.'), {
      kind: 'refused',
      fault: 'request',
      detail: 'HTTP 400',
    })
  })
})

describe('judgeAddress', () => {
  test('takes a login page elsewhere', () => {
    const url = new URL(
      'https://login.example/signin?client_id=shop&redirect_uri=https://shop&error_url=/x',
    )
    assert.equal(judgeAddress(url).kind, 'accepted')
  })

  const refusals: readonly [string, string, string][] = [
    [
      'Cognito',
      'https://x.amazoncognito.com/error?error=redirect_mismatch&client_id=shop',
      'redirect',
    ],
    [
      'Google',
      `https://accounts.google.com/signin/oauth/error?authError=${btoa('\n\x15redirect_uri_mismatch\x12')}`,
      'redirect',
    ],
    ['Hydra', 'https://id.example/ui?error=invalid_client&error_description=unknown', 'client'],
    ['others', 'https://id.example/error', 'request'],
  ]
  for (const [name, url, fault] of refusals) {
    test(`knows the error page of ${name}`, () => {
      const reaction = judgeAddress(new URL(url))
      assert.ok(reaction.kind === 'refused')
      assert.equal(reaction.fault, fault)
    })
  }
})
