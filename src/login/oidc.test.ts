import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { type OidcOptions, oidc } from './oidc.ts'

const CLIENT = { issuer: 'https://id.example', clientId: 'shop' }
const KEY = { kty: 'EC', alg: 'ES256', crv: 'P-256', x: 'x', y: 'y', d: 'd' }

/** The faults of the options, whatever their types. */
const faults = (options: unknown) =>
  oidc(options as OidcOptions).issues.map(({ path, message }) => `${path} ${message}`)

describe('oidc', () => {
  test('needs an issuer and a client id; the rest has defaults', () => {
    const provider = oidc(CLIENT)
    assert.deepEqual(provider.issues, [])
    assert.deepEqual([provider.name, provider.label, provider.disabled], ['oidc', 'oidc', false])
    assert.deepEqual(provider.resolve(undefined), {
      ...CLIENT,
      scope: 'openid profile email',
      responseMode: 'query',
      userinfo: true,
      parameters: {},
      clockTolerance: 30,
      dialect: 'oidc',
      refresh: true,
    })
  })

  test('keeps what is given', () => {
    const given = {
      ...CLIENT,
      clientSecret: 'secret',
      clientAuth: 'client_secret_post' as const,
      scope: 'email openid',
      responseMode: 'form_post' as const,
      userinfo: false,
      parameters: { prompt: 'login' },
      clockTolerance: 0,
      redirectUri: 'https://shop.example/cb',
      logoutUri: 'https://shop.example/bye',
      refresh: false,
    }
    assert.deepEqual(oidc(given).resolve(undefined), { ...given, dialect: 'oidc' })
    assert.deepEqual(oidc({ ...CLIENT, privateKey: KEY }).resolve(undefined).privateKey, KEY)
    assert.equal(oidc({ ...CLIENT, name: 'main', label: 'Our account' }).label, 'Our account')
  })

  test('takes undefined for absent, as an unset environment variable', () => {
    const provider = oidc({ ...CLIENT, clientSecret: undefined, scope: undefined })
    assert.deepEqual(provider.issues, [])
    assert.deepEqual(provider.resolve(undefined), oidc(CLIENT).resolve(undefined))
  })

  test('names every fault at once, and throws none', () => {
    const wrong = {
      issuer: 'http://id.example',
      clientSecret: '',
      clientAuth: 'basic',
      privateKey: { kty: 'EC', d: 'd' },
      scope: 'email',
      responseMode: 'fragment',
      userinfo: 'yes',
      parameters: { state: 'x', audience: 5 },
      clockTolerance: 301,
      redirectUri: '/callback',
      refresh: 1,
      clientID: 'shop',
    }
    assert.deepEqual(faults(wrong).sort(), [
      'login.clientAuth must be "client_secret_basic", "client_secret_post", "private_key_jwt" or "none"',
      'login.clientID is not an option: write clientId',
      'login.clientId is missing',
      'login.clientSecret must not be empty: leave it out for a public client',
      'login.clockTolerance must be at most 300',
      'login.issuer must be an https URL (http only on a loopback address or *.localhost)',
      'login.parameters.audience must be text',
      'login.parameters.state is set by hallpass: leave it out',
      'login.privateKey contradicts clientSecret: give one of them',
      'login.privateKey.alg is missing',
      'login.redirectUri must be an https URL (http only on a loopback address or *.localhost)',
      'login.refresh must be true or false',
      'login.responseMode must be "query" or "form_post"',
      'login.scope must contain openid',
      'login.userinfo must be true or false',
    ])
  })

  test('checks its name, label and groups too', () => {
    const said = (options: object) => faults({ ...CLIENT, ...options })
    for (const groups of [5, ['a'], '', null]) {
      assert.deepEqual(said({ groups }).length, 1, String(groups))
    }
    assert.deepEqual(said({ groups: 5 }), [
      'login.groups must be the name of a claim, or a function of the claims',
    ])
    assert.deepEqual(said({ label: 7 }), ['login.label must be text'])
    assert.deepEqual(said({ name: 7 }), ['login.name must be text'])
    assert.deepEqual(said({ lable: 'x' }), ['login.lable is not an option: write label'])
    assert.deepEqual(said({ groups: 'roles', label: 'x' }), [])
    assert.deepEqual(said({ groups: () => [] }), [])
  })

  test('refuses the secret of our samples, and does not quote it', () => {
    assert.deepEqual(faults({ ...CLIENT, clientSecret: 'what-the-provider-gave-you' }), [
      'login.clientSecret is the sample of the documentation, which everybody knows: write what the provider gave',
    ])
  })

  test('says what is missing when it is called without options', () => {
    for (const options of [undefined, null, 5, 'https://id.example']) {
      const { issues } = Reflect.apply(oidc, undefined, [options])
      const missing = ['login.issuer', 'login.clientId'].map((path) => ({
        path,
        message: 'is missing',
      }))
      assert.deepEqual(issues, missing, String(options))
    }
  })

  test('takes http on loopback alone, and no address that says more than an address', () => {
    const issuerFaults = (issuer: string) => faults({ ...CLIENT, issuer }).length
    for (const issuer of ['http://127.0.0.1:3000', 'http://[::1]', 'http://id.localhost/x']) {
      assert.equal(issuerFaults(issuer), 0, issuer)
    }
    const wrong = [
      ...['', 'id.example', 'http://id.example', 'http://127.0.0.1.example', 'ftp://localhost'],
      ...['https://user@id.example', 'https://u:p@id.example', 'https://id.example/#x', 'https://'],
    ]
    for (const issuer of wrong) assert.equal(issuerFaults(issuer), 1, issuer)
  })

  test('finds contradictions in how the client authenticates', () => {
    const { privateKey, secret } = { privateKey: KEY, secret: 'secret' }
    const said = (options: object) => faults({ ...CLIENT, ...options })
    assert.match(said({ clientSecret: secret, privateKey }).join(), /privateKey contradicts/)
    assert.match(said({ clientAuth: 'private_key_jwt' }).join(), /privateKey is missing/)
    for (const clientAuth of ['client_secret_basic', 'client_secret_post']) {
      assert.match(
        said({ clientAuth }).join(),
        /clientSecret is missing, and clientAuth client_sec/,
      )
    }
    assert.match(
      said({ clientAuth: 'none', clientSecret: secret }).join(),
      /clientAuth none contra/,
    )
    assert.match(
      said({ clientAuth: 'none', privateKey }).join(),
      /clientAuth none contradicts priv/,
    )
    assert.deepEqual(said({ clientAuth: 'private_key_jwt', privateKey }), [])
    assert.deepEqual(said({ clientAuth: 'none' }), [])
  })

  test('leaves to hallpass the parameters of the flow', () => {
    for (const name of ['state', 'nonce', 'code_challenge', 'request', 'redirect_uri']) {
      assert.equal(faults({ ...CLIENT, parameters: { [name]: 'x' } }).length, 1, name)
    }
  })

  test('quotes no value of an option', () => {
    const secret = 'hunter2hunter2'
    const wrong = {
      issuer: secret,
      clientId: 5,
      clientAuth: secret,
      scope: secret,
      userinfo: secret,
    }
    assert.ok(
      !faults({ ...wrong, privateKey: secret, parameters: secret })
        .join()
        .includes(secret),
    )
  })

  test('reads options that are functions at the request, and checks what they say', () => {
    const provider = oidc({
      ...CLIENT,
      clientId: (exchange) => exchange.header('x-tenant') ?? '',
      clientSecret: () => 'secret',
      clientAuth: () => 'client_secret_post',
    })
    assert.deepEqual(provider.issues, [])
    const settings = provider.resolve(exchangeOf({ headers: { 'x-tenant': 'north' } }))
    assert.equal(settings.clientId, 'north')
    assert.equal(settings.clientAuth, 'client_secret_post')
    const error = refusal(() => provider.resolve(exchangeOf()))
    assert.deepEqual(error.issues, [{ path: 'login.clientId', message: 'must not be empty' }])
  })

  test('sees no contradiction in a function, which may give nothing', () => {
    const secretOrKey = { ...CLIENT, clientSecret: () => undefined, privateKey: KEY }
    assert.deepEqual(faults(secretOrKey), [])
    assert.deepEqual(oidc(secretOrKey).resolve(exchangeOf()).privateKey, KEY)
    const both = { ...CLIENT, clientSecret: () => 'secret', privateKey: KEY }
    assert.equal(refusal(() => oidc(both).resolve(exchangeOf())).code, 'invalid_config')
    assert.deepEqual(faults({ ...CLIENT, clientAuth: () => 'none' }), [])
  })

  test('reads groups from a claim of its own, or by a function', () => {
    const claims = { idToken: { roles: ['a'], groups: ['b'] }, userinfo: {}, accessToken: {} }
    assert.deepEqual(oidc(CLIENT).groups(claims), ['b'])
    assert.deepEqual(oidc({ ...CLIENT, groups: 'roles' }).groups(claims), ['a'])
    assert.deepEqual(oidc({ ...CLIENT, groups: () => ['c'] }).groups(claims), ['c'])
  })
})
