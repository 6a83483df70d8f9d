import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../consent/wire/categories.ts'
import { categoryFaults, plainCategory } from './declared-categories.ts'

test('the classic categories, and more of the same kind, can be declared', () => {
  assert.deepEqual(categoryFaults(CLASSIC_CATEGORIES), [])
  assert.deepEqual(categoryFaults([...CLASSIC_CATEGORIES, { id: '3d_maps-2' }]), [])
})

test('all that is wrong is said', () => {
  for (const [categories, ...faults] of [
    [[], /no category that visitors are asked about/],
    [[{ id: 'essential', always: true }], /no category that visitors are asked about/],
    [[{ id: 'Video' }, { id: '' }], /“Video” must be lower case letters/, /has no id/],
    [[{ id: '__proto__' }], /“__proto__” must be .* and begin with a letter or digit/],
    [[{ id: '-' }], /“-” must be/],
    [[{ id: 'a'.repeat(41) }], /must be .* at most 40/],
    [[{ id: 'a\n' }], /must be lower case/],
    [[{ id: 'video' }, { id: 'video' }, { id: 'video' }], /“video” is there twice/],
    [[{ id: 'essential' }], /“essential” is always on/],
    [
      [{ id: 'a', always: true, classic: 'performance' }, { id: 'b' }],
      /“a”.*cannot be a classic one/,
    ],
    [Array.from({ length: 31 }, (_, n) => ({ id: `c${n}` })), /more than 30 categories/],
  ] as const) {
    const found = categoryFaults(categories)
    assert.equal(found.length, faults.length, found.join())
    for (const [index, fault] of faults.entries()) assert.match(found[index] ?? '', fault)
  }
})

test('what says nothing is left out', () => {
  assert.deepEqual(plainCategory({ id: 'a', always: false, title: ' A ', description: ' ' }), {
    id: 'a',
    title: 'A',
  })
})
