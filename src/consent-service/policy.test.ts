import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../consent/wire/categories.ts'
import { inForce, told } from './policy.ts'
import type { Choice, Policy } from './store/port.ts'

function policy(version: number, material: boolean): Policy {
  const categories = [...CLASSIC_CATEGORIES, { id: 'video' }]
  return { version, material, text: '', categories, sha256: '', createdAt: 0 }
}
const choice: Choice = {
  choices: { performance: true, functionality: false, gone: true },
  updatedAt: 0,
  policy: 1,
  act: 'saved',
}

test('before the first policy the classic categories are asked about', () => {
  const before = inForce([])
  assert.deepEqual([before.version, before.material], [0, 0])
  assert.deepEqual(told({ ...choice, policy: 0 }, before), {
    consent: 'performance',
    categories: { performance: true, functionality: false },
  })
})

test('a wording change keeps a choice, a material one asks again', () => {
  const worded = inForce([policy(1, true), policy(2, false)])
  assert.deepEqual([worded.version, worded.material], [2, 1])
  assert.deepEqual(told(choice, worded), {
    consent: 'performance',
    categories: { performance: true, functionality: false, video: false },
  })
  const asksAgain = { consent: 'unset', categories: {} }
  assert.deepEqual(told(choice, inForce([policy(1, true), policy(2, true)])), asksAgain)
  assert.deepEqual(told({ ...choice, policy: 0 }, worded), asksAgain)
  assert.deepEqual(told(undefined, worded), asksAgain)
  const both = inForce([policy(1, true), policy(2, true), policy(3, false)])
  assert.equal(told({ ...choice, policy: 2 }, both).consent, 'performance')
})
