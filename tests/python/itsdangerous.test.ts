/** hallpass/signing against a live Python with itsdangerous and PyJWT, both ways. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import {
  CookieManager,
  Serializer,
  Signer,
  type SignerOptions,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from '../../src/signing.ts'
import { textTampering } from '../tampering.ts'
import { startPython } from './peer.ts'

const RUNS = 500
const Answer = v.union([
  v.strictObject({ text: v.string() }),
  v.strictObject({ value: v.unknown() }),
  v.strictObject({ refused: v.literal(true) }),
])

const python = startPython('itsdangerous_peer.py')
after(() => python.close())

async function ask(request: object): Promise<v.InferOutput<typeof Answer>> {
  return v.parse(Answer, await python.ask(request))
}
const askText = async (request: object) => {
  const answer = await ask(request)
  return 'text' in answer ? answer.text : assert.fail(JSON.stringify(answer))
}
const askValue = async (request: object) => {
  const answer = await ask(request)
  return 'value' in answer ? answer.value : assert.fail(JSON.stringify(answer))
}

const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
/** JSON that both languages hold without loss; names that look like numbers change their order. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)))
  .filter((value) => holds(value))

function holds(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Math.abs(value) < 1e15
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([name, member]) => (Array.isArray(value) || !/^\d+$/.test(name)) && holds(member),
  )
}

const settings = fc.record<Settings>({
  secrets: fc.array(secret, { minLength: 1, maxLength: 3 }),
  salt: fc.string({ unit: 'grapheme', maxLength: 12 }),
  separator: fc.constantFrom('.', ':', '|', '::'),
  keyDerivation: fc.constantFrom('django-concat', 'concat', 'hmac', 'none'),
  digest: fc.constantFrom('sha1', 'sha256', 'sha512'),
})

interface Settings extends SignerOptions {
  /** Oldest first, as in Python. */
  readonly secrets: readonly string[]
}

const SIGNERS = { Signer, TimestampSigner }
const SERIALIZERS = { Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer }

/** What writes and reads values of a class of itsdangerous. */
interface Ours {
  write(value: unknown): string
  read(token: string): unknown
}

const CLASSES: Readonly<Record<string, (settings: Settings) => Ours>> = {
  ...mapped(SIGNERS, (Class) => ({ secrets, ...options }) => {
    const signer = new Class(secrets.toReversed(), options)
    return { write: (value) => signer.sign(String(value)), read: (token) => signer.unsign(token) }
  }),
  ...mapped(SERIALIZERS, (Class) => ({ secrets, ...options }) => {
    const serializer = new Class(secrets.toReversed(), options)
    return { write: (value) => serializer.dumps(value), read: (token) => serializer.loads(token) }
  }),
}

function mapped<One, Other>(
  all: Readonly<Record<string, One>>,
  map: (one: One) => Other,
): Record<string, Other> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, map(one)]))
}

for (const [name, ours] of Object.entries(CLASSES)) {
  const values = name.endsWith('Signer') ? text : json
  describe(`${name}: ${RUNS} random values`, () => {
    test('that hallpass signs, Python verifies', async () => {
      await fc.assert(
        fc.asyncProperty(settings, values, async (how, value) => {
          const token = ours(how).write(value)
          assert.deepEqual(await askValue({ do: 'verify', class: name, ...how, token }), value)
        }),
        { numRuns: RUNS },
      )
    })

    test('that Python signs, hallpass verifies, and signs the same', async () => {
      await fc.assert(
        fc.asyncProperty(settings, values, async (how, value) => {
          const token = await askText({ do: 'sign', class: name, ...how, value })
          assert.deepEqual(ours(how).read(token), value)
          // Timestamps may differ by a second, and deflated bytes by the build of zlib.
          const own = ours(how).write(value)
          const deflated = token.startsWith('.') || own.startsWith('.')
          if (!name.includes('Time') && !deflated) assert.equal(own, token)
        }),
        { numRuns: RUNS },
      )
    })

    test('that were changed, both refuse, save that Python takes other spellings', async () => {
      await fc.assert(
        fc.asyncProperty(settings, values, textTampering(), async (how, value, tamper) => {
          const token = tamper(ours(how).write(value))
          assert.throws(() => ours(how).read(token))
          const answer = await ask({
            do: 'verify',
            class: name,
            ...how,
            token: token.toWellFormed(),
          })
          if ('value' in answer) assert.deepEqual(answer.value, value)
        }),
        { numRuns: RUNS },
      )
    })
  })
}

describe(`${RUNS} random payloads of Cookie-Manager`, () => {
  const keys = {
    billing: 'the key of billing, long enough',
    reports: 'the key of reports, long enough',
  }
  const manager = new CookieManager({ keys })
  const payload = fc.dictionary(fc.stringMatching(/^[a-z_é"]{1,6}$/), json, {
    maxKeys: 4,
    noNullPrototype: true,
  })
  const keyId = fc.constantFrom('billing', 'reports')

  test('that hallpass signs, Python verifies', async () => {
    await fc.assert(
      fc.asyncProperty(payload, keyId, async (value, id) => {
        const token = manager.sign(value, id)
        const read = await askValue({ do: 'cookie-read', keys, token })
        assert.deepEqual(read, { ...value, key_id: id })
      }),
      { numRuns: RUNS },
    )
  })

  test('that Python signs, hallpass verifies, and writes the same text', async () => {
    await fc.assert(
      fc.asyncProperty(payload, keyId, async (value, id) => {
        const token = await askText({ do: 'cookie', keys, payload: value, keyId: id })
        assert.deepEqual(manager.verify(token), { ...value, key_id: id })
        const own = manager.sign(value, id)
        const textOf = (signed: string) => signed.slice(0, signed.lastIndexOf('}') + 1)
        assert.equal(textOf(own), textOf(token))
      }),
      { numRuns: RUNS },
    )
  })
})

test(`${RUNS} random numbers are written as Python writes them`, async () => {
  const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())
  await fc.assert(
    fc.asyncProperty(numbers, async (number) => {
      // As text, so that Python reads a float where JavaScript would write an integer.
      const sent = Object.is(number, -0) ? 0 : number
      if (Number.isInteger(sent) && Math.abs(sent) >= 1e15) return
      const theirs = await askText({ do: 'json', value: sent })
      const token = new Serializer('a secret of the numbers').dumps(sent)
      assert.equal(token.slice(0, token.lastIndexOf('.')), theirs)
    }),
    { numRuns: RUNS },
  )
})

test('an object whose names look like numbers is read the same by Python, in another order', async () => {
  const value = { b: 1, '2': [true], '10': { '0': null } }
  const token = new Serializer('a secret of these names').dumps(value)
  const how = { secrets: ['a secret of these names'], salt: 'itsdangerous', separator: '.' }
  const request = {
    do: 'verify',
    class: 'Serializer',
    ...how,
    keyDerivation: 'django-concat',
    digest: 'sha1',
    token,
  }
  assert.deepEqual(await askValue(request), value)
})

describe(`${RUNS} random tokens of PyJWT`, () => {
  const claims = fc.dictionary(fc.stringMatching(/^[a-z]{2}[a-z_]{2,6}$/), json, {
    maxKeys: 4,
    noNullPrototype: true,
  })
  const key = fc.string({ unit: 'grapheme', minLength: 32, maxLength: 40 })

  test('that PyJWT signs, jose verifies; and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(claims, key, async (value, secret) => {
        const bytes = new TextEncoder().encode(secret)
        const theirs = await askText({ do: 'jwt', claims: value, secret })
        assert.deepEqual((await jwtVerify(theirs, bytes, { algorithms: ['HS256'] })).payload, value)
        const token = await new SignJWT(value).setProtectedHeader({ alg: 'HS256' }).sign(bytes)
        assert.deepEqual(await askValue({ do: 'jwt-read', token, secret }), value)
      }),
      { numRuns: RUNS },
    )
  })
})
