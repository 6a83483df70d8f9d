import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlaskMarkup, FlaskTuple, FlaskUuid } from '../../sealing.ts'
import type { Finding } from './finding.ts'
import { moment, report } from './report.ts'

const NOW = 1_750_000_000
const finding: Finding = { format: 'a thing', madeAt: NOW - 7200, expiry: 'never', notes: [] }
const text = (parts: Partial<Finding>, context: object = {}) =>
  report({ ...finding, ...parts }, { tried: false, now: NOW, notes: [], ...context })

test('what a person reads', () => {
  const key = { secret: 'APP_SECRET', how: 'salt mine' }
  assert.equal(
    text(
      { contents: { value: { a: 1 } }, key, notes: ['A word.'] },
      { notes: ['Unquoted.'], maxAge: 60 },
    ),
    [
      'It is     a thing',
      'Made      2025-06-15T13:06:40Z, 2 hours ago',
      'Runs out  never',
      'Age       7200 seconds, and 60 are allowed: REFUSED',
      'Secret    APP_SECRET fits: salt mine',
      'Note      Unquoted.',
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

test('the age is told in each case', () => {
  assert.match(text({}, { maxAge: 7200 }), /taken/)
  assert.match(text({ madeAt: NOW + 5 }, { maxAge: 1 }), /5 seconds in the future: REFUSED/)
  assert.match(text({ madeAt: undefined }, { maxAge: 1 }), /no time is in it/)
})

test('a time, and how far away it is', () => {
  assert.match(moment(NOW - 86_400, NOW), /, 1 day ago$/)
  assert.match(moment(NOW + 3 * 86_400, NOW), /, in 3 days$/)
  assert.match(moment(NOW - 119, NOW), /, 119 seconds ago$/)
  assert.match(moment(NOW - 121, NOW), /, 2 minutes ago$/)
  assert.match(moment(1e300, NOW), /which is no time/)
  assert.match(text({ expiresAt: NOW - 1 }), /^Ran out /m)
  assert.match(text({ expiresAt: NOW + 1 }), /^Runs out {2}2025/m)
})

test('without a secret it says that nothing is verified', () => {
  assert.match(text({ contents: { value: 1 } }), /NOT VERIFIED/)
  assert.match(text({}), /it stays closed/)
  assert.match(text({ unverifiable: 'the app verifies it' }), /^Secret {4}the app verifies it$/m)
})

test('nothing inside can steer a terminal', () => {
  const value = { '\u001b[31m': '\u009b2J\u202e\u0007', c: '\u200b' }
  const shown = text({ contents: { value }, format: 'x\u001b]0;y' })
  assert.doesNotMatch(shown, /[^\P{C}\n]/u)
  assert.match(shown, /\\u009b2J\\u202e/)
})

test("Flask's types have names", () => {
  const value = {
    a: new FlaskTuple([1]),
    b: new FlaskMarkup('<b>'),
    c: new FlaskUuid('257f4368-ba17-4d93-977c-e473158a425c'),
    d: new Date(0),
    e: new Uint8Array([255]),
  }
  const shown = text({ contents: { value } })
  for (const name of ['tuple()', 'Markup()', 'UUID()', 'datetime()', 'bytes()']) {
    assert.ok(shown.includes(name), name)
  }
})
