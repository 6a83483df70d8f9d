import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SCRIPT } from '../../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { codeOf, headerOf, routesOf } from '../../../tests/support/routes-of.ts'
import { HallpassError } from '../../errors.ts'
import { oidc } from '../../login/oidc.ts'
import type { HallpassOptions, LoginStart } from '../options.ts'

describe('/auth/login', () => {
  let provider: LoopbackProvider
  before(async () => {
    provider = await LoopbackProvider.start()
  })
  after(() => provider.close())
  const routes = (options: Partial<HallpassOptions> = {}) => routesOf(provider, options)

  test('goes to the provider, and remembers the login', async () => {
    const { ask, browser } = routes()
    const reply = await ask('/auth/login?returnTo=/cart')
    assert.equal(reply.status, 302)
    const url = new URL(headerOf(reply, 'location'))
    assert.equal(url.origin + url.pathname, `${provider.issuer}/authorize`)
    assert.equal(url.searchParams.get('redirect_uri'), 'https://shop.example/auth/callback')
    assert.match(browser.names.join(), /^__Secure-hallpass_tx_[\w-]{10}$/)
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
  })

  test('passes on what a single login may ask for, shortened, and nothing else', async () => {
    const { begin } = routes()
    const hint = 'x'.repeat(600)
    const asked = await begin(
      `?prompt=login&max_age=60&acr_values=gold&ui_locales=de&login_hint=${hint}&scope=evil&redirect_uri=https://evil.example`,
    )
    assert.deepEqual(
      ['prompt', 'max_age', 'acr_values', 'ui_locales', 'scope', 'redirect_uri'].map((name) =>
        asked.get(name),
      ),
      ['login', '60', 'gold', 'de', 'openid profile email', 'https://shop.example/auth/callback'],
    )
    assert.equal(asked.get('login_hint')?.length, 512)
  })

  test('asks for no age that is none', async () => {
    const { begin } = routes()
    for (const age of ['-1', '1e3', 'x', '', '1234567890']) {
      assert.equal((await begin(`?max_age=${age}`)).has('max_age'), false, age)
    }
    assert.equal((await begin('?prompt=')).has('prompt'), false)
  })

  test('takes no parameter twice', async () => {
    const { ask } = routes()
    for (const name of ['returnTo', 'prompt', 'provider', 'appState', 'max_age']) {
      const reply = await ask(`/auth/login?${name}=a&${name}=b`)
      assert.equal(reply.status, 400, name)
    }
  })

  test('starts nothing for a script or a page that is loaded ahead', async () => {
    const { ask, browser } = routes()
    const script = await ask('/auth/login', { headers: SCRIPT })
    assert.deepEqual([script.status, codeOf(script)], [401, 'login_required'])
    const ahead = await ask('/auth/login', { headers: { 'sec-purpose': 'prefetch' } })
    assert.equal(ahead.status, 503)
    assert.deepEqual(browser.names, [])
  })

  test('shows a page when the provider is down, and remembers nothing', async () => {
    provider.answers.set('/down/.well-known/openid-configuration', { status: 503 })
    const login = oidc({ issuer: `${provider.issuer}/down`, clientId: 'shop' })
    const { ask, browser, log } = routes({ login })
    const reply = await ask('/auth/login')
    assert.deepEqual([reply.status, headerOf(reply, 'retry-after')], [502, '10'])
    assert.deepEqual(browser.names, [])
    assert.match(log.text, /^error refused: provider_failed/)
  })

  test('lets the visitor choose between several providers', async () => {
    const client = { issuer: provider.issuer, clientId: 'shop' }
    const login = [
      oidc({ ...client, name: 'staff', label: 'Staff <login>' }),
      oidc({ ...client, name: 'guests' }),
    ]
    const { ask, begin } = routes({ login })
    const page = await ask('/auth/login?returnTo=%2Fcart&prompt=login')
    assert.equal(page.status, 200)
    assert.match(page.body ?? '', /Staff &lt;login&gt;/)
    assert.match(page.body ?? '', /\?returnTo=%2Fcart&amp;prompt=login&amp;provider=guests"/)
    const asked = await begin('?provider=guests')
    assert.equal(asked.get('redirect_uri'), 'https://shop.example/auth/callback/guests')
    assert.equal((await ask('/auth/login?provider=__proto__')).status, 400)
  })

  test('has nothing to do where the login is disabled', async () => {
    const login = oidc({ issuer: provider.issuer, clientId: 'shop' })
    const { ask, browser } = routes({ login: { ...login, disabled: true } })
    const reply = await ask('/auth/login?returnTo=/cart')
    assert.equal(headerOf(reply, 'location'), '/cart')
    assert.deepEqual(browser.names, [])
  })

  test('keeps an age that the options ask for to the answer', async () => {
    const client = { issuer: provider.issuer, clientId: 'shop', userinfo: false }
    const login = oidc({ ...client, parameters: { max_age: '60' } })
    const { signIn } = routes({ login })
    assert.equal((await signIn()).status, 400, 'no auth_time')
    const young = routes({ login })
    assert.equal((await young.signIn({ auth_time: young.clock.time })).status, 302)
  })

  test('lets the address ask for a newer login than the options do, not for an older one', async () => {
    const client = { issuer: provider.issuer, clientId: 'shop', userinfo: false }
    const { begin } = routes({ login: oidc({ ...client, parameters: { max_age: '60' } }) })
    assert.equal((await begin('?max_age=999999999')).get('max_age'), '60')
    assert.equal((await begin('?max_age=5')).get('max_age'), '5')
  })

  test('offers and begins no login at a provider that is disabled', async () => {
    const client = { issuer: provider.issuer, clientId: 'shop' }
    const login = [
      oidc({ ...client, name: 'on' }),
      { ...oidc({ ...client, name: 'off' }), disabled: true },
    ]
    const { ask } = routes({ login })
    assert.doesNotMatch((await ask('/auth/login')).body ?? '', /provider=off/)
    assert.equal((await ask('/auth/login?provider=off')).status, 400)
    assert.equal((await ask('/auth/login?provider=on')).status, 302)
  })

  describe('hooks.beforeLogin', () => {
    test('sees the login, and adds to it', async () => {
      const seen: unknown[] = []
      const beforeLogin = ({ exchange: _, ...start }: LoginStart) => {
        seen.push(start)
        return { parameters: { login_hint: 'ada', max_age: 5 }, appState: { own: true } }
      }
      const { begin } = routes({ hooks: { beforeLogin } })
      const asked = await begin('?returnTo=/a&appState=said&login_hint=bob')
      assert.deepEqual(seen, [{ provider: 'oidc', returnTo: '/a', appState: 'said' }])
      assert.deepEqual([asked.get('login_hint'), asked.get('max_age')], ['ada', '5'])
    })

    test('refuses the login by what it throws', async () => {
      const fail = (error: Error) => ({
        hooks: {
          beforeLogin: () => {
            throw error
          },
        },
      })
      const broken = routes(fail(new Error('database down')))
      assert.equal((await broken.ask('/auth/login')).status, 500)
      assert.match(broken.log.text, /hook_failed.*Error: database down/)
      const refusing = routes(fail(new HallpassError('forbidden', 'Not today')))
      const reply = await refusing.ask('/auth/login')
      assert.equal(reply.status, 403)
      assert.match(reply.body ?? '', /Not today/)
    })
  })
})
