/** The checks of the client: its secret, its redirect URI, its post-logout redirect URI. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startProvider } from '../../src/cli/demo/provider.ts'
import { CLIENT, complete, examine, found, html, of, open, required } from './world.ts'

describe('a client of the demo’s provider', () => {
  const base = 'http://shop.localhost:9'

  async function client(t: Parameters<typeof open>[0], ends: string) {
    const provider = await startProvider({
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${base}/oidc_callback${ends}`],
          post_logout_redirect_uris: [`${base}/sign-out${ends}`],
        },
      ],
    })
    t.after(() => provider.close())
    return required(provider.issuer, base)
  }

  test('that is registered passes, its request pushed', async (t) => {
    const findings = await examine(await client(t, ''))
    found(findings, 'client.secret', 'ok')
    found(findings, 'client.redirect-uri', 'ok', /not registered is refused/)
    found(findings, 'client.sign-out-uri', 'ok')
  })

  test('with other addresses fails, and hears which to register', async (t) => {
    const findings = await examine(await client(t, '/'))
    found(findings, 'client.secret', 'ok')
    const words =
      /Register http:\/\/shop\.localhost:9\/oidc_callback as a redirect URI of the client shop/
    found(findings, 'client.redirect-uri', 'failed', words)
    found(findings, 'client.sign-out-uri', 'failed', /Register http.*\/sign-out as a post-logout/)
  })

  test('with a wrong secret fails for that alone', async (t) => {
    const env = { ...(await client(t, '')), AGS_CLIENT_SECRET: 'not the secret of the client' }
    const findings = await examine(env)
    found(findings, 'client.secret', 'failed', /invalid_client/)
    found(findings, 'client.redirect-uri', 'ok')
  })

  test('with an unknown id fails for that', async (t) => {
    const findings = await examine({ ...(await client(t, '')), AGS_CLIENT_ID: 'shop-2' })
    found(findings, 'client.secret', 'failed')
    found(
      findings,
      'client.redirect-uri',
      'failed',
      /does not know the client shop-2.*AGS_CLIENT_ID/,
    )
  })

  test('that asks for what it may not', async (t) => {
    const provider = await startProvider({
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${base}/oidc_callback`],
          scope: 'openid',
        },
      ],
    })
    t.after(() => provider.close())
    const findings = await examine(required(provider.issuer, base))
    found(findings, 'client.redirect-uri', 'failed', /scopes?.*HALLPASS_SCOPE/)
  })
})

describe('the secret', () => {
  test('that is known burns no code and starts no session', async (t) => {
    const { env, provider } = await open(t)
    found(await examine(env), 'client.secret', 'ok')
    const codes = provider.callsOf('token').map(({ form }) => form.get('code'))
    assert.equal(codes.length, 1)
    assert.match(String(codes[0]), /^hallpass-doctor-/)
  })

  test('of a client that is registered for the other way to send it', async (t) => {
    const { env, provider } = await open(t)
    provider.clients = provider.clients.map((one) => ({ ...one, method: 'client_secret_post' }))
    found(
      await examine(env),
      'client.secret',
      'failed',
      /by client_secret_post only.*Set the client/,
    )
  })

  const others: readonly [string, object, 'failed' | 'warning', RegExp][] = [
    ['401 without a word', { status: 401, body: 'no' }, 'failed', /HTTP 401/],
    [
      'unauthorized_client',
      { status: 400, json: { error: 'unauthorized_client' } },
      'failed',
      /code flow/,
    ],
    [
      'something else',
      { status: 400, json: { error: 'SLOW DOWN, secret-word' } },
      'warning',
      /cannot be told/,
    ],
    ['tokens', { json: { access_token: 'a', token_type: 'bearer' } }, 'warning', /no error/],
    ['503', { status: 503, json: {} }, 'warning', /cannot be told/],
    ['no JSON', html(200, 'Hello'), 'warning', /cannot be told/],
  ]
  for (const [name, answer, result, words] of others) {
    test(`that is answered with ${name}`, async (t) => {
      const { env, provider } = await open(t)
      provider.instead.token = () => answer
      const findings = await examine(env)
      found(findings, 'client.secret', result, words)
      assert.doesNotMatch(JSON.stringify(findings), /secret-word/)
    })
  }
})

describe('the redirect URI', () => {
  test('is asked for as a login does', async (t) => {
    const { env, provider, base } = await open(t, {}, false)
    found(await examine(env), 'client.redirect-uri', 'ok')
    const asked = provider.callsOf('authorize').map(({ query }) => query)
    const own = asked.find((query) => query.get('redirect_uri') === `${base}/oidc_callback`)
    assert.equal(own?.get('code_challenge_method'), 'S256')
    assert.equal(own?.get('scope'), 'openid profile')
    assert.equal(own?.get('client_id'), CLIENT.id)
  })

  test('cannot be told where the provider takes any', async (t) => {
    const { env, provider } = await open(t)
    provider.instead.authorize = () => html(200, 'Sign in')
    const words = /takes one that is not registered, too Open this in a browser .*redirect_uri=/
    found(await examine(env), 'client.redirect-uri', 'warning', words)
  })

  test('is taken where the browser is sent back at once, with a code or without', async (t) => {
    const { env, provider, base } = await open(t)
    const back = (answer: string) => {
      provider.instead.authorize = ({ query }) => {
        const uri = query.get('redirect_uri') ?? ''
        if (!uri.startsWith(base)) return html(400, 'redirect_uri')
        return { status: 302, headers: { location: `${uri}?${answer}` } }
      }
    }
    for (const answer of ['code=c&state=s', 'error=login_required']) {
      back(answer)
      found(await examine(env), 'client.redirect-uri', 'ok')
    }
    back('error=invalid_scope')
    found(
      await examine(env),
      'client.redirect-uri',
      'failed',
      /answers invalid_scope.*HALLPASS_SCOPE/,
    )
    back('error=unauthorized_client')
    found(await examine(env), 'client.redirect-uri', 'failed', /Allow the client/)
  })

  test('is taken where a login page comes after some redirects with cookies', async (t) => {
    const { env, provider, base } = await open(t)
    const page = provider.instead.authorize
    provider.instead.authorize = (call) => {
      if (call.headers.cookie === 'seen=1' && page !== undefined) return page(call)
      const location = `/authorize?${call.query}`
      return { status: 302, headers: { location, 'set-cookie': 'seen=1; Path=/' } }
    }
    found(await examine(env), 'client.redirect-uri', 'ok')
    provider.clients = [{ ...CLIENT, redirectUris: [`${base}/other`] }]
    found(await examine(env), 'client.redirect-uri', 'failed', /redirect URI/)
  })

  test('is refused by an error page, on another server or the same', async (t) => {
    const { env, provider } = await open(t)
    provider.instead['/error'] = () => html(200, 'Oh no')
    for (const server of ['https://login.example', '']) {
      const location = `${server}/error?error=redirect_mismatch&client_id=shop`
      provider.instead.authorize = () => ({ status: 302, headers: { location } })
      found(await examine(env), 'client.redirect-uri', 'failed', /to an error page.*Register/)
    }
  })

  const unclear: readonly [string, object, RegExp][] = [
    ['circles', { status: 302, headers: { location: '/authorize' } }, /redirects in circles/],
    ['a firewall', html(403, 'Are you human?'), /answers 403/],
    ['a fault', html(500, 'Oh no'), /answers 500/],
    [
      'nothing',
      { ending: 'break', body: 'x', headers: { 'content-length': '9' } },
      /broke the connection/,
    ],
  ]
  for (const [name, answer, words] of unclear) {
    test(`cannot be told from ${name}`, async (t) => {
      const { env, provider } = await open(t)
      provider.instead.authorize = () => answer
      found(await examine(env), 'client.redirect-uri', 'warning', words)
    })
  }

  test('that is pushed, and refused without a reason', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) => ({
      ...complete(said),
      pushed_authorization_request_endpoint: `${provider.issuer}/par`,
    })
    provider.instead.par = () => ({ status: 400, json: { error: 'invalid_request' } })
    found(await examine(env), 'client.redirect-uri', 'failed', /pushed request: invalid_request/)
    provider.instead.par = () => ({ status: 500, json: {} })
    found(await examine(env), 'client.redirect-uri', 'warning', /cannot be told/)
  })
})

describe('the post-logout redirect URI', () => {
  test('that is not registered fails', async (t) => {
    const { env } = await open(t)
    const findings = await examine({ ...env, AGS_CLIENT_SIGN_OUT_PATH: 'bye' })
    found(findings, 'client.sign-out-uri', 'failed', /Register .*\/bye as a post-logout/)
  })

  test('cannot be told where the provider takes any, or none without a session', async (t) => {
    const { env, provider } = await open(t)
    provider.instead.logout = () => html(200, 'Signed out')
    found(await examine(env), 'client.sign-out-uri', 'warning', /only to who is signed in/)
    provider.instead.logout = () => html(400, 'id_token_hint is missing')
    found(await examine(env), 'client.sign-out-uri', 'warning', /only to who is signed in/)
    provider.instead.logout = () => ({ ending: 'break', body: 'x' })
    found(await examine(env), 'client.sign-out-uri', 'warning', /broke the connection/)
  })

  test('is not asked for where the provider has no sign-out', async (t) => {
    const { env, provider } = await open(t)
    provider.change.metadata = (said) => ({ ...complete(said), end_session_endpoint: undefined })
    assert.deepEqual(of(await examine(env), 'client.sign-out-uri'), [])
  })
})
