import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from './finding.ts'
import { jsonReport } from './json-report.ts'
import { report } from './report.ts'

const NOW = 1_750_000_000
const finding: Finding = {
  kind: 'itsdangerous',
  format: 'a thing',
  madeAt: NOW - 7200,
  expiry: 'never',
  trials: [],
  notes: [],
}
const text = (parts: Partial<Finding>, context: object = {}) =>
  report(
    { name: undefined, finding: { ...finding, ...parts }, notes: [] },
    { tried: false, now: NOW, ...context },
  )
const contents = (value: unknown) => ({
  contents: { text: typeof value === 'string' ? value : JSON.stringify(value), json: true },
})
const trials = [
  { secret: 'OLD_SECRET', opens: false, how: 'tried 11 salts' },
  { secret: 'APP_SECRET', opens: true, how: 'salt mine' },
]

test('what a person reads', () => {
  const result = { name: 'session', finding: { ...finding, trials, ...contents({ a: 1 }) } }
  assert.equal(
    report({ ...result, notes: ['A word.'] }, { tried: true, now: NOW, maxAge: 60 }),
    [
      'Cookie    session',
      'It is     a thing',
      'Made      2025-06-15T13:06:40Z (2 hours ago)',
      'Runs out  never',
      'Age       REFUSED: 60 seconds are allowed, and it is 7200 seconds old',
      'Secret    OLD_SECRET does not fit: tried 11 salts',
      'Secret    APP_SECRET FITS: salt mine',
      'Note      A word.',
      '',
      'Inside:',
      '  {',
      '    "a": 1',
      '  }',
      '',
    ].join('\n'),
  )
})

test('what nothing knows', () => {
  assert.equal(
    report({ name: 'a', finding: undefined, notes: ['Cut.'] }, { tried: false, now: NOW }),
    'Cookie    a\nIt is     nothing that hallpass knows\nNote      Cut.\n',
  )
})

test('the age is told in each case', () => {
  assert.match(text({}, { maxAge: 7200 }), /^Age {7}taken: 7200 seconds are allowed/m)
  assert.match(text({ madeAt: NOW + 90 }, { maxAge: 1 }), /REFUSED: made 90 seconds in the future/)
  assert.match(text({ madeAt: NOW + 1 }, { maxAge: 1 }), /REFUSED: made 1 second in the future/)
  const fernet = { kind: 'fernet', madeAt: NOW + 60 } as const
  assert.match(text(fernet, { maxAge: 1 }), /taken/)
  assert.match(text({ madeAt: undefined }, { maxAge: 1 }), /unknown: no time in it can be read/)
})

test('the end is told, also when it is over', () => {
  assert.match(text({ expiresAt: NOW }), /^Ran out {3}2025/m)
  assert.match(text({ expiresAt: NOW + 1 }), /^Runs out {2}2025/m)
})

test('without a secret that fits it says that nothing is verified', () => {
  assert.match(text(contents(1)), /none was given: NOT VERIFIED.*Inside, NOT VERIFIED/s)
  assert.match(text({}), /it stays closed/)
  assert.match(text({}, { tried: true }), /^Secret {4}it stays closed$/m)
  assert.match(text({ unverifiable: 'the app verifies it' }), /^Secret {4}the app verifies it$/m)
})

test('nothing in it can steer a terminal, or pass for a line of the report', () => {
  const value = { '\u001b[31m': '\u009b2J\u202e\u0007', c: '\u200b' }
  const steering = { ...contents(value), format: 'x\u001b]0;y\nSecret    S FITS' }
  const shown = text(steering)
  assert.doesNotMatch(shown, /[^\P{C}\n]/u)
  assert.match(shown, /\\u009b2J\\u202e/)
  assert.doesNotMatch(shown, /^Secret {4}S FITS/m)
  const plain = text({ contents: { text: 'a\u001b[2J\rb\nc', json: false } })
  assert.match(plain, /^ {2}a\\u001b\[2J\\u000db\n {2}c$/m)
  const result = { name: '\u001b', finding: { ...finding, ...steering }, notes: ['\u009b'] }
  const json = jsonReport([result], { tried: false, now: NOW })
  assert.doesNotMatch(json, /[^\P{C}\n]/u)
  assert.deepEqual(JSON.parse(json).contents, value)
})

test('what is long is cut; JSON has all of it', () => {
  const long = { contents: { text: 'x'.repeat(30_000), json: false } }
  assert.ok(text(long).length < 21_000)
  assert.match(text(long), /--json shows all of it/)
  const result = { name: undefined, finding: { ...finding, ...long }, notes: [] }
  assert.equal(JSON.parse(jsonReport([result], { tried: false, now: NOW })).contents.length, 30_000)
})

test('what a program reads', () => {
  const result = {
    name: 'session',
    finding: { ...finding, trials, ...contents({ a: [1] }) },
    notes: ['A word.'],
  }
  const context = { tried: true, now: NOW, maxAge: 60 }
  const entry = {
    name: 'session',
    kind: 'itsdangerous',
    format: 'a thing',
    verified: true,
    madeAt: '2025-06-15T13:06:40Z',
    expiry: 'never',
    age: { refused: true, because: '60 seconds are allowed, and it is 7200 seconds old' },
    secrets: trials,
    notes: ['A word.'],
    contents: { a: [1] },
  }
  assert.deepEqual(JSON.parse(jsonReport([result], context)), entry)
  const strange = { name: undefined, finding: undefined, notes: [] }
  assert.deepEqual(JSON.parse(jsonReport([result, strange], context)), [
    entry,
    { kind: null, verified: false, notes: [] },
  ])
})

test('a program gets as text what would be changed, or nests without end', () => {
  const given = (json: string) => {
    const result = { name: undefined, finding: { ...finding, ...contents(json) }, notes: [] }
    return JSON.parse(jsonReport([result], { tried: false, now: NOW })).contents
  }
  for (const json of ['{"id": 12345678901234567890}', '['.repeat(101) + ']'.repeat(101)]) {
    assert.equal(given(json), json)
  }
  assert.deepEqual(given('[[1]]'), [[1]])
})
