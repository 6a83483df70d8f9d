import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../../../consent/wire/categories.ts'
import { policiesText } from './list.ts'
import { policyText } from './show.ts'

const policy = {
  version: 1,
  material: true,
  text: 'We count visits.',
  categories: CLASSIC_CATEGORIES,
  sha256: 'ab'.repeat(32),
  createdAt: Date.parse('2026-11-24T05:00:00Z'),
}

test('versions as a table', () => {
  assert.match(policiesText([]), /^No policy was published yet\. The first: hallpass consent /)
  assert.equal(
    policiesText([policy, { ...policy, version: 2, material: false }]),
    [
      'Version  Published (UTC)   Change    SHA-256           Asked about',
      '1        2026-11-24 05:00  material  abababababababab  performance, functionality',
      '2        2026-11-24 05:00  wording   abababababababab  performance, functionality',
      '',
    ].join('\n'),
  )
})

test('a version with its text', () => {
  assert.equal(
    policyText(policy),
    `Version 1, a material change
Published    2026-11-24T05:00:00.000Z
Asked about  performance, functionality
SHA-256      ${'ab'.repeat(32)}

We count visits.
`,
  )
})
