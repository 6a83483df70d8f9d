import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed, notChecked, ok, warning } from './finding.ts'
import { jsonReport } from './json-report.ts'
import { findingText, summary } from './text-report.ts'

const plain = (_result: string, text: string) => text
const FINDINGS = [
  ok('settings.valid', 'good'),
  warning('settings.open', 'open'),
  failed('provider.reach', 'gone\u001b[2J', 'Find \u202eit.'),
]

test('a finding is a line, and what to do a second one; nothing steers the terminal', () => {
  assert.deepEqual(
    FINDINGS.map((one) => findingText(one, plain)),
    [
      '✓ settings.valid: good\n',
      '! settings.open: open\n',
      '✗ provider.reach: gone\\u001b[2J\n    Find \\u202eit.\n',
    ],
  )
  assert.equal(
    findingText(ok('settings.node', 'x'), (result) => `<${result}>`),
    '<ok> settings.node: x\n',
  )
})

test('the summary counts, and names what was left out', () => {
  assert.equal(
    summary(FINDINGS, ['provider.keys']),
    '\n1 of 3 would fail; 1 to know of.\nNot checked: provider.keys.\n',
  )
  assert.equal(summary(FINDINGS.slice(0, 1), []), '\nNothing of 1 would fail.\n')
})

test('JSON has every member always', () => {
  assert.deepEqual(JSON.parse(jsonReport(FINDINGS, ['provider.keys'])), {
    version: 1,
    ok: false,
    checks: [
      { check: 'settings.valid', result: 'ok', found: 'good', fix: null },
      { check: 'settings.open', result: 'warning', found: 'open', fix: null },
      { check: 'provider.reach', result: 'failed', found: 'gone\u001b[2J', fix: 'Find \u202eit.' },
    ],
    notChecked: ['provider.keys'],
  })
  assert.equal(JSON.parse(jsonReport(FINDINGS.slice(0, 2), [])).ok, true)
})

test('what there is often nothing to say of is not missed', () => {
  const missed = notChecked(FINDINGS)
  assert.ok(missed.includes('provider.keys'))
  assert.ok(!missed.includes('upstream.reach') && !missed.includes('settings.valid'))
})
