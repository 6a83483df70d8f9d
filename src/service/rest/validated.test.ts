import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type } from 'arktype'
import fc from 'fast-check'
import * as v from 'valibot'
import { z } from 'zod'
import { rejection } from '../../../tests/rejection.ts'
import type { StandardSchema } from '../../tokens/standard-schema.ts'
import { createRest } from './create.ts'
import { validated } from './validated.ts'

const libraries: Readonly<Record<string, StandardSchema>> = {
  zod: z.object({
    title: z.string().min(3),
    email: z.email(),
    pin: z.number().int().max(5),
    kind: z.enum(['draft', 'final']),
    list: z.array(z.object({ name: z.string() })),
  }),
  valibot: v.object({
    title: v.pipe(v.string(), v.minLength(3)),
    email: v.pipe(v.string(), v.email()),
    pin: v.pipe(v.number(), v.maxValue(5)),
    kind: v.picklist(['draft', 'final']),
    list: v.array(v.object({ name: v.string() })),
  }),
  arktype: type({
    title: 'string >= 3',
    email: 'string.email',
    pin: 'number.integer <= 5',
    kind: "'draft' | 'final'",
    list: type({ name: 'string' }).array(),
  }),
}

const requestOf = (body: unknown) =>
  new Request('http://a/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function issuesOf(schema: StandardSchema, sent: unknown) {
  const error = await rejection(validated(requestOf(sent), { body: schema }, undefined, 1_000_000))
  return Object.fromEntries((error.issues ?? []).map(({ path, message }) => [path, message]))
}

for (const [name, schema] of Object.entries(libraries)) {
  describe(name, () => {
    test('says what is missing, by field', async () => {
      const wanted = ['title', 'email', 'pin', 'kind', 'list'].map((key) => [key, 'is missing'])
      const issues = await issuesOf(schema, {})
      if (name === 'valibot') {
        assert.deepEqual(issues, Object.fromEntries(wanted))
      } else {
        assert.deepEqual(Object.keys(issues).sort(), wanted.map(([key]) => key).sort())
        assert.equal(issues.title, 'is missing')
      }
    })

    test('quotes nothing that was sent', async () => {
      const secret = 'hunter2-"quoted"\\-and-long-enough-to-be-cut-off'
      const sent = {
        title: { secret },
        email: secret,
        pin: 271828,
        kind: secret,
        list: [{ name: 31337 }],
      }
      const issues = await issuesOf(schema, sent)
      assert.doesNotMatch(JSON.stringify(issues), /hunter2|271828|31337/)
      assert.deepEqual(Object.keys(issues).sort(), ['email', 'kind', 'list.0.name', 'pin', 'title'])
    })

    test('quotes no value of any shape', async () => {
      const marked = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `qzx7${text}`)
      const leaf = fc.oneof(marked, fc.constant(null), fc.boolean(), fc.integer({ max: 9 }))
      const nested = fc.oneof(
        leaf,
        fc.array(leaf),
        fc.dictionary(fc.constantFrom('name', 'a'), leaf),
      )
      const keys = { title: nested, email: nested, pin: nested, kind: nested, list: nested }
      await fc.assert(
        fc.asyncProperty(fc.record(keys, { requiredKeys: [] }), async (sent) => {
          try {
            await validated(requestOf(sent), { body: schema }, undefined, 1_000_000)
          } catch (error) {
            assert.doesNotMatch(String(error), /qzx7/)
          }
        }),
        { numRuns: 300 },
      )
    })
  })
}

test('keeps the words of the app', async () => {
  assert.deepEqual(await issuesOf(z.object({ a: z.string('Say a.') }), { a: 1 }), { a: 'Say a.' })
  assert.deepEqual(await issuesOf(v.object({ a: v.string('Say a.') }), { a: 1 }), { a: 'Say a.' })
})

test('hides what an app quotes of a value', async () => {
  const schema = v.object({
    a: v.pipe(
      v.string(),
      v.check(
        () => false,
        ({ input }) => `no ${input}`,
      ),
    ),
  })
  assert.deepEqual(await issuesOf(schema, { a: 'hunter2' }), { a: 'does not fit' })
})

test('tells fifty faults at most, and none from too much to look through', async () => {
  const wrong = Array.from({ length: 2000 }, (_, id) => ({ id: `${id}0000` }))
  const issues = await issuesOf(v.array(v.object({ id: v.number() })), wrong)
  assert.equal(Object.keys(issues).length, 50)
  assert.deepEqual(new Set(Object.values(issues)), new Set(['does not fit']))
})

test('takes an asynchronous schema', async () => {
  const schema = v.objectAsync({
    a: v.pipeAsync(
      v.string(),
      v.checkAsync(async () => false, 'is taken'),
    ),
  })
  assert.deepEqual(await issuesOf(schema, { a: 'x' }), { a: 'is taken' })
})

test('refuses what would never be looked at, and parameters that nobody gave', async () => {
  const schema = z.object({ id: z.string() })
  const faultsOf = async (schemas: object, params?: unknown) => {
    const { code, issues = [] } = await rejection(
      validated(new Request('http://a/'), schemas, params, 1000),
    )
    return [code, ...issues.map(({ path, message }) => `${path} ${message}`)]
  }
  assert.deepEqual(await faultsOf({ boddy: schema, query: {}, params: schema }), [
    'invalid_config',
    'boddy is no part: the parts are params, query, headers, body',
    'query must be a Standard Schema',
    'params are not in the request: give them as third argument',
  ])
  assert.deepEqual(await faultsOf({ params: schema }, {}), [
    'validation_failed',
    'params.id is missing',
  ])
})

test('refuses what is no request', async () => {
  for (const wrong of [undefined, null, 'GET /', {}]) {
    const refused = Reflect.apply(validated, undefined, [wrong, {}, undefined, 9])
    assert.equal((await rejection(refused)).code, 'invalid_config')
  }
})

test('tells a body that is no JSON from one that is not declared as JSON', async () => {
  const sent = (type: string) => {
    const headers = { 'content-type': type }
    const request = new Request('http://a/', { method: 'POST', headers, body: '{"a' })
    return rejection(validated(request, { body: z.object({}) }, undefined, 1000))
  }
  assert.equal((await sent('application/json')).message, 'The body of the request is no JSON.')
  assert.match((await sent('text/plain')).message, /as Content-Type: application\/json/)
})

// 560,000 characters took minutes.
const inTime = { timeout: 30_000 }
test('a name of a field that is made to be slow to look through is not', inTime, async () => {
  for (const schema of [z.strictObject({}), v.strictObject({}), type({ '+': 'reject' })]) {
    assert.ok(await issuesOf(schema, { [' (was '.repeat(80_000)]: 1 }))
  }
})

test('a part that does not exist is no type', async () => {
  const schemas = { query: z.object({}), boddy: z.object({}) }
  // @ts-expect-error: there is no such part.
  const refused = createRest().validated(new Request('http://a/'), schemas)
  assert.equal((await rejection(refused)).code, 'invalid_config')
})
