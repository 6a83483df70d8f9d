/** No secret in a log or on a page: the check of every test here, and logins that go wrong. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { open, type World } from './world.ts'

describe('the check that every test of this folder ends with', () => {
  const leaks: Readonly<Record<string, (world: World) => void>> = {
    'a token in a field of a log line': (world) => {
      const [token] = [...world.provider.secrets].filter((secret) => secret.startsWith('at-'))
      world.lines.push({ level: 'info', message: 'x', fields: { deep: { cause: [token] } } })
    },
    'a code in a message': (world) => {
      const [code] = [...world.provider.secrets].filter((secret) => secret.startsWith('code-'))
      world.lines.push({ level: 'warn', message: `refused ${code}`, fields: {} })
    },
    'the state of a login': (world) => {
      const state = world.provider.callsOf('authorize')[0]?.query.get('state')
      world.lines.push({ level: 'warn', message: `unknown state ${state}`, fields: {} })
    },
  }
  for (const [name, leak] of Object.entries(leaks)) {
    test(`finds ${name}`, async (t) => {
      const world = await open(t)
      await world.signedIn()
      world.checkInvariants(false)
      leak(world)
      assert.throws(() => world.checkInvariants(false), /a secret is in the log/)
      world.lines.length = 0
    })
  }

  test('finds a token on a page', async (t) => {
    const world = await open(t, {
      tokensInBodies: true,
      pages: { '/token': async (_request, v) => new Response(await v.accessToken()) },
    })
    const visitor = await world.signedIn()
    await visitor.send('/token')
    assert.throws(() => world.checkInvariants(false), /a secret is on the page/)
  })
})

describe('what a refused login writes', () => {
  test('names the check, the code and nothing that came in the token', async (t) => {
    const world = await open(t)
    world.provider.user.email = 'alice@private.example'
    world.provider.change.claims = (claims) =>
      Object.assign(claims, { iss: 'https://evil.example' })
    await world.visitor().visit('/auth/login?returnTo=/me')
    assert.match(world.log, /refused: id_token_invalid/)
    assert.match(world.log, /iss/)
    assert.doesNotMatch(world.log, /private|evil\.example/)
  })

  test('holds neither the code nor the state of an answer that was not ours', async (t) => {
    const world = await open(t)
    const secret = 'planted-by-somebody-0123456789'
    world.provider.secret(secret)
    const visitor = world.visitor()
    for (const query of [
      `code=${secret}&state=x`,
      `code=x&state=${secret}`,
      `error=${secret}&state=x`,
    ]) {
      assert.equal((await visitor.send(`/auth/callback?${query}`)).status, 400)
    }
    assert.equal(world.lines.length, 3)
  })

  test('holds no claim of a login that worked but its sub', async (t) => {
    const world = await open(t)
    Object.assign(world.provider.user, { email: 'alice@private.example', phone: '+1555' })
    await world.signedIn()
    assert.doesNotMatch(world.log, /private|555/)
  })
})

describe('3rd-party-init-login', () => {
  test('starts a login at our own provider, and believes nothing of the address', async (t) => {
    const world = await open(t)
    const query = new URLSearchParams({
      iss: 'https://evil.example',
      login_hint: 'alice',
      target_link_uri: 'https://evil.example/',
    })
    const visitor = world.visitor()
    const sending = { from: 'https://portal.example' }
    const login = await visitor.send(`/auth/login?${query}`, sending)
    const url = new URL(login.location)
    assert.equal(url.origin, world.provider.issuer)
    assert.equal(url.searchParams.get('login_hint'), 'alice')
    assert.equal(url.searchParams.has('target_link_uri'), false)
    const answer = await fetch(login.location, { redirect: 'manual' })
    const back = await visitor.send(answer.headers.get('location') ?? '', sending)
    assert.equal(back.location, 'https://shop.example/')
  })
})

describe('hooks of the app', () => {
  test('afterLogin cannot make another user of the one who signed in', async (t) => {
    const afterLogin = () => ({ user: { sub: 'admin' } })
    const world = await open(t, { pass: { hooks: { afterLogin } } })
    const visitor = world.visitor()
    const page = await visitor.visit('/auth/login?returnTo=/me')
    assert.equal(page.status, 500)
    assert.match(page.body, /hook_failed/)
    assert.deepEqual(await visitor.session(), { signedIn: false })
  })

  for (const [name, hooks] of Object.entries({
    beforeLogin: {
      beforeLogin: () => {
        throw new Error('no')
      },
    },
    afterLogin: {
      afterLogin: () => {
        throw new Error('no')
      },
    },
  })) {
    test(`${name} that throws refuses the login`, async (t) => {
      const world = await open(t, { pass: { hooks } })
      const visitor = world.visitor()
      const page = await visitor.visit('/auth/login?returnTo=/me')
      assert.equal(page.status, 500)
      assert.match(page.body, /hook_failed/)
      assert.equal(visitor.sessionCookie, undefined)
    })
  }

  test('appState travels sealed, and comes back as it was', async (t) => {
    const seen: unknown[] = []
    const appState = { cart: ['a', { b: 1 }] }
    const world = await open(t, {
      pass: {
        hooks: {
          beforeLogin: () => ({ appState }),
          afterLogin: (event) => {
            seen.push(event.appState)
          },
        },
      },
    })
    await world.signedIn()
    assert.deepEqual(seen, [appState])
    assert.doesNotMatch(String(world.provider.callsOf('authorize')[0]?.query), /cart/)
  })
})
