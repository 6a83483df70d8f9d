import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { checkOptions, type OptionsSchema } from './check.ts'

const schema: OptionsSchema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  size: v.optional(v.number()),
  kind: v.optional(v.picklist(['cat', 'dog'])),
  inner: v.optional(v.strictObject({ first: v.optional(v.string()), last: v.string() })),
  list: v.optional(v.array(v.string())),
  free: v.optional(v.lazy((given) => (given === true ? v.boolean() : chosen))),
})
const chosen = v.strictObject({ left: v.optional(v.string()), right: v.optional(v.string()) })

const faults = (options: unknown, prefix = '') =>
  checkOptions(schema, options, prefix).map(({ path, message }) => `${path}: ${message}`)

describe('checkOptions', () => {
  test('finds nothing wrong with what is right', () => {
    assert.deepEqual(faults({ name: 'a', size: 1, inner: { last: 'b' }, list: [] }), [])
  })

  test('names every fault at once, with its path below the prefix', () => {
    assert.deepEqual(faults({ size: 'x', inner: {}, list: ['a', 1] }, 'pet'), [
      'pet.name: is missing',
      'pet.size: must be a number',
      'pet.inner.last: is missing',
      'pet.list[1]: must be text',
    ])
  })

  test('suggests the option that was meant, at any depth', () => {
    assert.deepEqual(faults({ name: 'a', sise: 1 }), ['sise: is not an option: write size'])
    assert.deepEqual(faults({ name: 'a', inner: { fist: '', last: '' } }), [
      'inner.fist: is not an option: write first',
    ])
  })

  test('knows the options of a schema that is chosen by what is given', () => {
    assert.deepEqual(faults({ name: 'a', free: { left: 1, rigth: '', zzzzzz: 1 } }), [
      'free.left: must be text',
      'free.rigth: is not an option: write right',
      'free.zzzzzz: is not an option: the options are left, right',
    ])
  })

  test('lists the options where none is near', () => {
    assert.deepEqual(faults({ name: 'a', inner: { last: '', zzzzzz: 1 } }), [
      'inner.zzzzzz: is not an option: the options are first, last',
    ])
    assert.match(faults({ name: 'a', wholly: 1 })[0] ?? '', /the options are name, size, kind/)
  })

  test('says what a schema of ours says itself', () => {
    assert.deepEqual(faults({ name: '' }), ['name: must not be empty'])
  })

  test('says in words what an option must be', () => {
    const wrong = { name: 1, size: '1', inner: 'x', list: 'a' }
    assert.deepEqual(faults(wrong), [
      'name: must be text',
      'size: must be a number',
      'inner: must be an object',
      'list: must be a list',
    ])
    const one = (entry: v.GenericSchema) =>
      checkOptions(v.strictObject({ a: entry }), { a: null }, '').map(({ message }) => message)
    assert.deepEqual(one(v.boolean()), ['must be true or false'])
    assert.deepEqual(one(v.union([v.string(), v.array(v.string())])), ['must be text or a list'])
  })

  test('quotes no value: it may be a secret', () => {
    const secret = 'hunter2hunter2'
    const wrong = { name: 1, kind: secret, size: secret, inner: secret, list: secret }
    const said = faults(wrong)
    assert.equal(said.length, 5)
    assert.ok(!said.join().includes(secret), said.join())
    assert.match(said.join(), /kind: must be "cat" or "dog"/)
  })

  test('takes no thing that is not an object for options', () => {
    for (const options of [undefined, null, 5, 'text', []]) {
      assert.ok(faults(options, 'login').length > 0, String(options))
    }
    assert.deepEqual(faults(undefined, 'login'), ['login: is missing'])
  })

  test('names every unknown option, not the first alone', () => {
    assert.deepEqual(faults({ name: 'a', sise: 1, kin: 'cat', inner: { last: '', Last: '' } }), [
      'inner.Last: is not an option: write last',
      'sise: is not an option: write size',
      'kin: is not an option: write kind',
    ])
  })

  test('names an unknown option inside a list by its place', () => {
    const rules = v.strictObject({ rules: v.array(v.strictObject({ path: v.string() })) })
    const [issue] = checkOptions(rules, { rules: [{ path: '/a' }, { path: '/b', pat: 1 }] }, '')
    assert.deepEqual(issue, { path: 'rules[1].pat', message: 'is not an option: write path' })
  })
})
