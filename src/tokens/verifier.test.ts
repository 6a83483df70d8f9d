/** A token that comes again is known, and nothing of one request is another's. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { rejection } from '../../tests/rejection.ts'
import { createTokens } from './create.ts'
import type { StandardSchema } from './standard-schema.ts'
import { checkToken } from './verifier.ts'

const NOW = 1_700_000_000
const clock = { time: NOW, now: () => clock.time }
const options = {
  secrets: 'a secret of tests that is long enough',
  issuer: 'https://notes.example',
  audience: 'notes',
  now: clock.now,
}
const nested = { sub: 'una', grants: { notes: ['read'] }, list: [{ a: 1 }] }

/** A schema that gives back what it gets, as `any` does. */
function passing(): StandardSchema<typeof nested> & { seen: unknown[] } {
  const seen: unknown[] = []
  const validate = (value: unknown) => {
    seen.push(value)
    return { value: value as typeof nested }
  }
  return { seen, '~standard': { version: 1, vendor: 'tests', validate } }
}

describe('a token that comes again', () => {
  test('gives the same, whatever a handler did to the claims of the first request', async () => {
    const tokens = createTokens({ ...options, claims: passing() })
    const token = await tokens.issue(nested)
    for (let i = 0; i < 3; i++) {
      const { claims } = await tokens.verify(token)
      assert.deepEqual(claims, nested)
      claims.sub = 'admin'
      claims.grants.notes.push('write')
      claims.list[0] = { a: 2 }
    }
  })

  test('is asked of the schema again, which may know more by now', async () => {
    const claims = passing()
    const tokens = createTokens({ ...options, claims })
    const token = await tokens.issue(nested)
    claims.seen.length = 0
    await tokens.verify(token)
    await tokens.verify(token)
    assert.equal(claims.seen.length, 2)
    const users = new Set(['una'])
    const sub = v.pipe(
      v.string(),
      v.check((name) => users.has(name)),
    )
    const those = createTokens({ ...options, claims: v.object({ sub }) })
    const una = await those.issue({ sub: 'una' })
    await those.verify(una)
    users.clear()
    assert.equal((await rejection(those.verify(una))).code, 'token_invalid')
  })

  test('may be asked of a schema that answers later', async () => {
    const later = v.objectAsync({
      sub: v.pipeAsync(
        v.string(),
        v.checkAsync(async () => true),
      ),
    })
    const tokens = createTokens({ ...options, claims: later })
    const token = await tokens.issue({ sub: 'una' })
    await tokens.verify(token)
    assert.deepEqual((await tokens.verify(token)).claims, { sub: 'una' })
  })

  test('has the time looked at again, both ways', async () => {
    const tokens = createTokens({ ...options, claims: v.object({ sub: v.string() }), ttl: 60 })
    const token = await tokens.issue({ sub: 'una' })
    await tokens.verify(token)
    clock.time = NOW + 60
    assert.equal((await rejection(tokens.verify(token))).code, 'token_expired')
    clock.time = NOW - 1
    assert.match((await rejection(tokens.verify(token))).message, /claim nbf/)
    clock.time = NOW
    await tokens.verify(token)
  })

  test('is known by itself alone: one that only ends like it is read anew', async () => {
    const tokens = createTokens({ ...options, claims: v.object({ sub: v.string() }) })
    const token = await tokens.issue({ sub: 'una' })
    await tokens.verify(token)
    const [header, , signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'admin', exp: NOW + 60 })).toString(
      'base64url',
    )
    const error = await rejection(tokens.verify(`${header}.${forged}.${signature}`))
    assert.match(error.message, /signature/)
  })

  test('of one kind is not known to another with the same secret', async () => {
    const claims = v.object({ sub: v.string() })
    const [notes, mail] = ['notes', 'mail'].map((audience) =>
      createTokens({ ...options, audience, claims }),
    )
    const token = (await notes?.issue({ sub: 'una' })) ?? ''
    await notes?.verify(token)
    assert.match((await rejection(mail?.verify(token) ?? Promise.resolve())).message, /claim aud/)
  })
})

test('what needs nobody else is checked without a promise', async () => {
  const tokens = createTokens({ ...options, claims: v.object({ sub: v.string() }) })
  const check: unknown = Reflect.get(tokens, checkToken)
  assert.ok(typeof check === 'function')
  const token = await tokens.issue({ sub: 'una' })
  for (const _ of ['first', 'again']) {
    assert.deepEqual(Reflect.apply(check, tokens, [token]).claims, { sub: 'una' })
  }
})
