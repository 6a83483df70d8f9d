import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { rejection } from '../../tests/rejection.ts'
import { HallpassError } from '../errors.ts'
import { judge } from '../guard/access.ts'
import { checkRequest } from '../http/request-guard.ts'
import { createTokens } from './create.ts'
import { type TokenRequirement, tokenRequired } from './token-required.ts'

const options = {
  secrets: 'a secret of tests that is long enough',
  issuer: 'https://notes.example',
  audience: 'notes',
  now: () => now,
}
let now = 1_700_000_000
const tokens = createTokens({ ...options, claims: v.looseObject({ sub: v.string() }) })
type Claims = { sub: string }

async function statusOf(requirement: TokenRequirement<Claims>, claims: object): Promise<number> {
  const authorization = `Bearer ${await tokens.issue({ sub: 'una', ...claims })}`
  const guard = tokenRequired(tokens, requirement)
  return (await guard[checkRequest](exchangeOf({ headers: { authorization } })))?.status ?? 200
}

describe('what a token must allow', () => {
  test('scopes, all of them, as text or as a list', async () => {
    for (const scope of ['a b', ['a', 'b']]) {
      assert.equal(await statusOf({ scope: 'a' }, { scope }), 200)
      assert.equal(await statusOf({ scopes: ['a', 'b'] }, { scope }), 200)
      assert.equal(await statusOf({ scope: 'a', scopes: ['c'] }, { scope }), 403)
      assert.equal(await statusOf({ scope: 'A' }, { scope }), 403)
    }
    assert.equal(await statusOf({ scope: 'a' }, { scopes: ['a'] }), 200)
    for (const claims of [
      {},
      { scope: null },
      { scope: { a: 1 } },
      { scopes: 'a' },
      { scp: 'a' },
    ]) {
      assert.equal(await statusOf({ scope: 'a' }, claims), 403)
    }
  })

  test('nothing, where it is optional and none came; one that came is looked at', async () => {
    const guard = tokenRequired(tokens, { optional: true, scope: 'a' })
    const asked = (authorization?: string) => {
      const request = {}
      const headers = authorization === undefined ? {} : { authorization }
      const answer = guard[checkRequest]({ ...exchangeOf({ headers }), request })
      return Promise.resolve(answer).then((reply) => [reply?.status ?? 200, guard.find(request)])
    }
    assert.deepEqual(await asked(), [200, undefined])
    assert.deepEqual(await asked('Basic dW5hOng='), [200, undefined])
    assert.equal((await asked('Bearer nonsense'))[0], 401)
    assert.equal((await asked('Bearer '))[0], 401)
    const without = await tokens.issue({ sub: 'una' })
    assert.equal((await asked(`Bearer ${without}`))[0], 403)
    const [status, found] = await asked(`Bearer ${await tokens.issue({ sub: 'una', scope: 'a' })}`)
    assert.equal(status, 200)
    assert.ok(typeof found === 'object' && found.claims.sub === 'una')
  })

  test('one group at least', async () => {
    assert.equal(await statusOf({ groups: ['ops', 'admin'] }, { groups: ['admin'] }), 200)
    for (const groups of [undefined, [], ['x'], 'ops', { ops: true }, 'ops,admin']) {
      assert.equal(await statusOf({ groups: ['ops', 'admin'] }, { groups }), 403)
    }
  })

  test('what the check of the app says, if that is true and nothing else', async () => {
    assert.equal(await statusOf({ check: ({ claims }) => claims.sub === 'una' }, {}), 200)
    assert.equal(await statusOf({ check: async () => true }, {}), 200)
    for (const answer of [false, undefined, 1, 'yes', new Error('truthy')]) {
      const check = (() => answer) as () => boolean
      assert.equal(await statusOf({ check }, {}), 403)
    }
    assert.equal(await statusOf({ scope: 'a', check: () => true }, {}), 403)
  })

  test('a check that throws lets nobody in, and its error is not the client’s', async () => {
    const fails = (error: Error) =>
      statusOf(
        {
          check: () => {
            throw error
          },
        },
        {},
      )
    await assert.rejects(fails(new TypeError('of the app')), /of the app/)
    const wrong = new HallpassError('hook_failed', 'of the app')
    assert.equal((await rejection(fails(wrong))).code, 'hook_failed')
  })
})

describe('answers', () => {
  test('a refusal of the check keeps its status, and breaks no header', async () => {
    const check = () => {
      throw new HallpassError('forbidden', 'Not "yours"\r\nx: é')
    }
    const authorization = `Bearer ${await tokens.issue({ sub: 'una' })}`
    const reply = await tokenRequired(tokens, { check })[checkRequest](
      exchangeOf({ headers: { authorization } }),
    )
    assert.deepEqual([reply?.status, reply?.reason], [403, 'forbidden'])
    assert.equal(
      reply?.headers.find(([name]) => name === 'www-authenticate')?.[1],
      'Bearer realm="hallpass", error="insufficient_scope", error_description="Not yoursx: "',
    )
  })

  test('what cannot be asked now is no fault of the token', async () => {
    const check = async () => {
      throw new HallpassError('store_unavailable', 'redis://:secret@store', { retryAfter: 5 })
    }
    const authorization = `Bearer ${await tokens.issue({ sub: 'una' })}`
    const reply = await tokenRequired(tokens, { check })[checkRequest](
      exchangeOf({ headers: { authorization } }),
    )
    assert.equal(reply?.status, 503)
    const headers = new Map(reply.headers)
    assert.deepEqual([headers.get('retry-after'), headers.has('www-authenticate')], ['5', false])
    assert.doesNotMatch(reply.body ?? '', /secret/)
  })

  test('a token that was seen before is checked without a promise', async () => {
    const headers = { authorization: `Bearer ${await tokens.issue({ sub: 'una' })}` }
    const guard = tokenRequired(tokens)
    assert.equal(guard[checkRequest](exchangeOf({ headers })), undefined)
    assert.equal(guard[checkRequest](exchangeOf({ headers })), undefined)
  })

  const guard = tokenRequired(tokens, { scope: 'a', query: 't' })
  const ask = (authorization: string | undefined, url = '/') =>
    guard[checkRequest](exchangeOf({ url, headers: authorization ? { authorization } : {} }))
  const challenge = async (authorization: string | undefined, url?: string) =>
    (await ask(authorization, url))?.headers.find(([name]) => name === 'www-authenticate')?.[1]

  test('a challenge says what is asked for', async () => {
    assert.equal(await challenge(undefined), 'Bearer realm="hallpass", scope="a"')
    assert.equal(
      await challenge('Bearer x'),
      'Bearer realm="hallpass", error="invalid_token", ' +
        'error_description="The token is not accepted: it is not a JSON Web Token.", scope="a"',
    )
  })

  test('an expired token has a code of its own, so that a client renews', async () => {
    const token = await tokens.issue({ sub: 'una', scope: 'a' })
    assert.equal(await ask(`Bearer ${token}`), undefined)
    now += 900
    const reply = await ask(`Bearer ${token}`)
    assert.deepEqual([reply?.status, reply?.reason], [401, 'token_expired'])
  })

  test('of several tokens none is taken', async () => {
    const token = await tokens.issue({ sub: 'una', scope: 'a' })
    assert.equal(await ask(undefined, `/?t=${token}`), undefined)
    for (const url of [`/?t=${token}&t=${token}`, `/?t=${token}&%74=x`, '/?t=&t=']) {
      assert.equal((await ask(undefined, url))?.status, 400)
    }
    assert.equal((await ask(`Bearer ${token}`, '/?t='))?.status, 400)
    assert.equal((await ask(undefined, '/?T=x'))?.reason, 'token_required')
    assert.equal((await ask(undefined, '/?t=%'))?.reason, 'token_invalid')
  })

  test('a fleet that lists its errors gets a list, with the challenge', async () => {
    const listing = tokenRequired(tokens, { errors: 'list' })
    const reply = await listing[checkRequest](exchangeOf())
    assert.equal(reply?.status, 401)
    assert.equal(reply?.body, '{"_errors":["A bearer token is required."]}')
    assert.ok(reply?.headers.some(([name]) => name === 'www-authenticate'))
    const person = {
      accept: 'text/html',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    assert.match(
      (await listing[checkRequest](exchangeOf({ headers: person })))?.body ?? '',
      /<html/,
    )
  })

  test('a person gets a page', async () => {
    const headers = {
      accept: 'text/html',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    const reply = await guard[checkRequest](exchangeOf({ headers }))
    assert.match(reply?.body ?? '', /This address is for programs/)
  })
})

test('faults are told at once; what is undefined opens no door', () => {
  const paths = (requirement: unknown, given: unknown = tokens) =>
    refusal(() => Reflect.apply(tokenRequired, undefined, [given, requirement])).issues?.map(
      ({ path }) => path,
    )
  assert.deepEqual(paths({ scope: undefined }), ['scope'])
  assert.deepEqual(paths({ scope: 'a b' }), ['scope'])
  assert.deepEqual(paths({ scope: 'a"' }), ['scope'])
  assert.deepEqual(paths({ scopes: [] }), ['scopes'])
  assert.deepEqual(paths({ groups: undefined }), ['groups'])
  assert.deepEqual(paths({ check: true }), ['check'])
  assert.deepEqual(paths({ query: '' }), ['query'])
  assert.deepEqual(paths({ errors: 'text' }), ['errors'])
  assert.deepEqual(paths({ scpoe: 'a' }), ['scpoe'])
  assert.deepEqual(paths({}, null), ['tokens'])
  assert.ok(paths(null))
})

test('a request that the guard did not see has no token', () => {
  const guard = tokenRequired(tokens)
  assert.equal(refusal(() => guard.token({})).code, 'not_mounted')
  assert.equal(refusal(() => guard.rawToken({})).code, 'not_mounted')
})

test('a guard that is judged as if it were about a user refuses', () => {
  const standing = { user: { sub: 'u' }, groups: [], authTime: 0 }
  assert.equal(judge(tokenRequired(tokens), standing, 0), 'forbidden')
})
