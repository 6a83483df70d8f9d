/** What a place asks for: no check is ever left out, and nothing but `true` opens. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { requireLogin } from '../../src/fetch.ts'
import type { Access } from '../../src/index.ts'
import { open, PROTECTED, type World } from './world.ts'

/** A page behind `access`, once by `requireLogin` and once by a rule. */
async function openTo(t: Parameters<typeof open>[0], access: Access): Promise<World> {
  const shown = () => new Response(PROTECTED)
  return await open(t, {
    pass: { guard: { default: 'public', rules: [{ path: '/ruled', access }] } },
    pages: { '/asked': requireLogin(access)(shown), '/ruled': shown },
  })
}

async function assertShut(world: World): Promise<void> {
  const visitor = await world.signedIn('/')
  for (const path of ['/asked', '/ruled']) {
    const answer = await visitor.send(path, { mode: 'cors' })
    assert.equal(answer.status, 403, path)
    assert.ok(!answer.body.includes(PROTECTED))
    const stranger = await world.visitor().send(path, { mode: 'cors' })
    assert.equal(stranger.status, 401, path)
    assert.match(stranger.headers.get('www-authenticate') ?? '', /^Bearer/)
  }
}

async function assertOpen(world: World): Promise<void> {
  const visitor = await world.signedIn('/')
  for (const path of ['/asked', '/ruled']) {
    assert.equal((await visitor.send(path)).body, PROTECTED, path)
  }
}

/** A value of another type than the types allow, as a program without types would give it. */
function untyped(value: unknown): Access {
  return value as Access
}

describe('a function of the app opens with true alone', () => {
  const answers: Readonly<Record<string, () => unknown>> = {
    'the number 1': () => 1,
    'a text': () => 'yes',
    'the text true': () => 'true',
    'an empty object': () => ({}),
    'an error object': () => new Error('forbidden'),
    'an object that says allowed': () => ({ allowed: true }),
    'a Boolean object': () => Object(true),
    'a list': () => [true],
    undefined: () => undefined,
    null: () => null,
    false: () => false,
    'a promise of 1': async () => 1,
    'a promise of an error object': async () => new Error('forbidden'),
    'a promise of false': async () => false,
    'an object that only looks like a promise': () => ({
      // biome-ignore lint/suspicious/noThenProperty: what is no promise must not open
      then: (resolve: (value: boolean) => void) => resolve(true),
    }),
  }
  for (const [name, answer] of Object.entries(answers)) {
    test(`${name} is a refusal`, async (t) => assertShut(await openTo(t, untyped(answer))))
  }

  const opening: Readonly<Record<string, Access>> = {
    'the value true': () => true,
    'a promise of true': async () => true,
  }
  for (const [name, answer] of Object.entries(opening)) {
    test(`${name} opens`, async (t) => assertOpen(await openTo(t, answer)))
  }

  for (const [name, access] of Object.entries({
    throws: () => {
      throw new Error('the database is down')
    },
    rejects: () => Promise.reject(new Error('the database is down')),
  })) {
    test(`one that ${name} shows nothing`, async (t) => {
      const world = await openTo(t, access)
      const visitor = await world.signedIn('/')
      for (const path of ['/asked', '/ruled']) {
        const outcome = await visitor.send(path).catch((error: unknown) => error)
        if (outcome instanceof Error) assert.match(outcome.message, /database is down/)
        else assert.doesNotMatch(JSON.stringify(outcome), new RegExp(PROTECTED))
      }
    })
  }
})

describe('a requirement is held in full', () => {
  const shut: Readonly<Record<string, Access>> = {
    'another group': { group: 'admin' },
    'the group in other letters': { group: 'Staff' },
    'the beginning of a group': { group: 'sta' },
    'none of the groups': { anyGroup: ['admin', 'root'] },
    'one of the groups missing': { allGroups: ['staff', 'admin'] },
    'a claim with another value': { claims: { tier: 'gold' } },
    'a claim of another type': { claims: { level: '3' } },
    'a claim that is not there': { claims: { region: 'eu' } },
    'a claim named like a property of objects': { claims: { constructor: true } },
    'a group but not the claim': { group: 'staff', claims: { tier: 'gold' } },
    'the claim but not the group': { group: 'admin', claims: { tier: 'silver' } },
    deny: 'deny',
  }
  for (const [name, access] of Object.entries(shut)) {
    test(`shut: ${name}`, async (t) => {
      const world = await openTo(t, access)
      Object.assign(world.provider.user, { tier: 'silver', level: 3 })
      if (access === 'deny') {
        const visitor = await world.signedIn('/')
        for (const path of ['/asked', '/ruled'])
          assert.equal((await visitor.send(path)).status, 403)
        assert.equal((await world.visitor().send('/ruled', { mode: 'cors' })).status, 403)
      } else await assertShut(world)
    })
  }

  const met: Readonly<Record<string, Access>> = {
    'the group': { group: 'staff' },
    'one of the groups': { anyGroup: ['admin', 'staff'] },
    'a claim': { claims: { tier: 'silver', level: 3 } },
    'one of the values of a claim': { claims: { tier: ['gold', 'silver'] } },
  }
  for (const [name, access] of Object.entries(met)) {
    test(`open: ${name}`, async (t) => {
      const world = await openTo(t, access)
      Object.assign(world.provider.user, { tier: 'silver', level: 3 })
      await assertOpen(world)
    })
  }

  const ignored: Readonly<Record<string, unknown>> = {
    'a misspelt option': { groups: ['admin'] },
    'an undefined group': { group: undefined },
    'an empty group': { group: '' },
    'a list as group': { group: ['admin'] },
    'no groups at all': { anyGroup: [] },
    'undefined among the groups': { anyGroup: [undefined] },
    'a claim with no allowed value': { claims: { tier: [] } },
    'an undefined claim': { claims: { tier: undefined } },
    'an undefined maxAge': { maxAge: undefined },
    'maxAge NaN': { maxAge: Number.NaN },
    'an unknown word': 'admins',
    true: true,
    null: null,
    'a list': ['admin'],
  }
  for (const [name, access] of Object.entries(ignored)) {
    test(`${name} is an error at start, not an open door`, async (t) => {
      const world = await open(t)
      const guard = { default: 'public', rules: [{ path: '/x', access: untyped(access) }] } as const
      assert.throws(() => world.withPass({ guard }), { code: 'invalid_config' })
      assert.throws(() => world.withPass({ guard: { default: untyped(access) } }), {
        code: 'invalid_config',
      })
      assert.throws(() => requireLogin(untyped(access)), { code: 'invalid_config' })
    })
  }
})

describe('step-up is checked on what came back', () => {
  test('an old login is sent to the provider, and a new one opens', async (t) => {
    const world = await openTo(t, { maxAge: 600 })
    const visitor = await world.signedIn('/')
    world.now += 700
    const answer = await visitor.send('/asked')
    assert.equal(answer.status, 302)
    assert.match(answer.location, /max_age=600/)
    assert.equal((await visitor.visit('/asked')).body, PROTECTED)
  })

  test('a provider that lets the old login pass as new does not', async (t) => {
    const world = await openTo(t, { maxAge: 600 })
    const begin = world.now
    const visitor = await world.signedIn('/')
    world.now += 700
    world.provider.change.claims = (claims) => Object.assign(claims, { auth_time: begin })
    const page = await visitor.visit('/asked')
    assert.equal(page.status, 400)
    assert.ok(!page.body.includes(PROTECTED))
  })

  test('a refresh does not make a login newer', async (t) => {
    const world = await openTo(t, { maxAge: 600 })
    const visitor = await world.signedIn('/')
    for (let i = 0; i < 3; i++) {
      world.now += 250
      await visitor.send('/me')
    }
    assert.equal((await visitor.send('/asked', { mode: 'cors' })).status, 401)
  })

  test('acr: asked for is not reached', async (t) => {
    const world = await openTo(t, { acr: 'mfa' })
    const visitor = await world.signedIn('/')
    const answer = await visitor.send('/asked')
    assert.match(answer.location, /acr_values=mfa/)
    await visitor.callback(answer.location.replace('https://shop.example', ''))
    const script = await visitor.send('/asked', { mode: 'cors' })
    assert.equal(script.status, 401)
    assert.match(script.headers.get('www-authenticate') ?? '', /insufficient_user_authentication/)
    const page = await visitor.visit('/asked')
    assert.equal(page.status, 403)
    assert.match(page.body, /did not reach the acr/)
    world.provider.user.acr = 'mfa'
    const again = /href="([^"]+)">Try again/.exec(page.body)?.[1] ?? ''
    assert.equal((await visitor.visit(again.replaceAll('&amp;', '&'))).body, PROTECTED)
  })

  test('acr: a provider that never reaches it ends at a page after one login more', async (t) => {
    const world = await openTo(t, { acr: 'mfa' })
    const visitor = world.visitor()
    const page = await visitor.visit('/asked')
    assert.equal(page.status, 403)
    assert.match(page.body, /did not reach the acr/)
    assert.ok(!page.body.includes(PROTECTED))
  })
})
