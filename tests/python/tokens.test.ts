/** hallpass/tokens against a live Python with Debian's PyJWT, both ways. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import { createTokens } from '../../src/tokens.ts'
import { rejection } from '../rejection.ts'
import { tokenJwk } from '../support/token-keys.ts'
import { startPython } from './peer.ts'

const RUNS = 300
const Answer = v.union([
  v.strictObject({ text: v.string() }),
  v.strictObject({ value: v.record(v.string(), v.unknown()) }),
  v.strictObject({ refused: v.string() }),
])

const python = startPython('jwt_peer.py')
after(() => python.close())

const ask = async (request: object) => v.parse(Answer, await python.ask(request))
const encode = async (request: object): Promise<string> => {
  const answer = await ask({ do: 'encode', ...request })
  return 'text' in answer ? answer.text : assert.fail(JSON.stringify(answer))
}

const parties = { issuer: 'https://notes.example', audience: 'notes' }
const claims = v.object({
  refreshTokenId: v.string(),
  userId: v.string(),
  scopes: v.array(v.string()),
})
const common = { ...parties, claims, names: { refreshTokenId: 'rfid', userId: 'sub' } }

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const secret = fc.string({ unit: 'grapheme', minLength: 16, maxLength: 200 })
const given = fc.record(
  { refreshTokenId: text, userId: text, scopes: fc.array(text) },
  { noNullPrototype: true },
)

/** The claims as a Python service writes them: for an hour from now. */
const written = (value: v.InferOutput<typeof claims>) => {
  const now = Math.floor(Date.now() / 1000)
  const { refreshTokenId: rfid, userId: sub, scopes } = value
  return {
    rfid,
    sub,
    scopes,
    iss: parties.issuer,
    aud: parties.audience,
    iat: now,
    exp: now + 3600,
  }
}

describe(`${RUNS} random tokens with HS256`, () => {
  test('that hallpass issues, PyJWT reads', async () => {
    await fc.assert(
      fc.asyncProperty(secret, given, async (secrets, value) => {
        const token = await createTokens({ ...common, secrets }).issue(value)
        const answer = await ask({ do: 'decode', token, secret: secrets, alg: 'HS256', ...parties })
        const { rfid, sub, scopes } = 'value' in answer ? answer.value : assert.fail(token)
        assert.deepEqual({ refreshTokenId: rfid, userId: sub, scopes }, value)
        const other = { do: 'decode', token, secret: `${secrets}x`, alg: 'HS256', ...parties }
        assert.deepEqual(await ask(other), { refused: 'InvalidSignatureError' })
      }),
      { numRuns: RUNS },
    )
  })

  test('that PyJWT writes, hallpass reads', async () => {
    await fc.assert(
      fc.asyncProperty(secret, given, async (secrets, value) => {
        const token = await encode({ claims: written(value), secret: secrets, alg: 'HS256' })
        const tokens = createTokens({ ...common, secrets: ['the newest secret of all', secrets] })
        assert.deepEqual((await tokens.verify(token)).claims, value)
        const others = createTokens({ ...common, secrets: `${secrets}x` })
        assert.equal((await rejection(others.verify(token))).code, 'token_invalid')
      }),
      { numRuns: RUNS },
    )
  })
})

describe('published keys', () => {
  const una = { refreshTokenId: '1', userId: 'una', scopes: ['notes:read'] }
  for (const alg of ['ES256', 'EdDSA', 'RS256'] as const) {
    test(`${alg}: PyJWT reads ours with the published set, and we read its`, async () => {
      const [jwk, older] = [tokenJwk(alg, 'first'), tokenJwk(alg, 'older')]
      const tokens = createTokens({ ...common, keys: [jwk, older] })
      const token = await tokens.issue(una)
      const answer = await ask({ do: 'decode', token, jwks: tokens.jwks, alg, ...parties })
      assert.equal('value' in answer && answer.value.sub, 'una')
      const headers = { kid: 'older', typ: 'at+jwt' }
      const theirs = await encode({ claims: written(una), jwk: older, alg, headers })
      assert.deepEqual((await tokens.verify(theirs)).claims, una)
      const untyped = await encode({ claims: written(una), jwk, alg, headers: { kid: 'first' } })
      assert.equal((await rejection(tokens.verify(untyped))).code, 'token_invalid')
    })
  }
})

test('where hallpass says that issuer and audience are none, PyJWT agrees', async () => {
  const secrets = 'the secret of both services'
  const claims = v.object({ sub: v.string() })
  const tokens = createTokens({ secrets, claims, issuer: false, audience: false })
  const exp = Math.floor(Date.now() / 1000) + 60
  const theirs = await encode({ claims: { sub: 'una', exp }, secret: secrets, alg: 'HS256' })
  assert.deepEqual((await tokens.verify(theirs)).claims, { sub: 'una' })
  const foreign = { sub: 'una', exp, aud: 'another' }
  const refused = tokens.verify(await encode({ claims: foreign, secret: secrets, alg: 'HS256' }))
  assert.equal((await rejection(refused)).code, 'token_invalid')
})
