import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEntry } from '../../../consent-service/store/port.ts'
import { type Format, WRITINGS } from './format.ts'

const whole: LogEntry = {
  seq: 1,
  at: Date.parse('2026-11-24T05:00:00Z'),
  prev: '00',
  commitment: 'c0',
  hash: 'a1',
  record: {
    kind: 'consent',
    visitor: '11111111-1111-4111-8111-111111111111',
    site: '7',
    origin: 'https://shop.example',
    choices: { performance: true, '-odd,id': true, video: false },
    act: 'saved',
    policy: 3,
    policyShown: true,
  },
  salt: '5a',
}
const forgotten: LogEntry = { ...whole, seq: 2, record: undefined, salt: undefined }

function written(format: Format, entries: readonly LogEntry[]): string {
  const { head, entry, tail } = WRITINGS[format]
  const lines = entries.map((one, index) => entry(one, index === 0))
  return head + lines.join('') + tail(entries.length === 0)
}

test('JSON and NDJSON have all of an entry', () => {
  const expected = [
    { ...whole, time: '2026-11-24T05:00:00.000Z' },
    { ...forgotten, time: '2026-11-24T05:00:00.000Z', record: null, salt: null },
  ]
  assert.deepEqual(JSON.parse(written('json', [whole, forgotten])), expected)
  assert.deepEqual(JSON.parse(written('json', [])), [])
  const lines = written('ndjson', [whole, forgotten]).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    expected,
  )
  assert.equal(written('ndjson', []), '')
})

test('CSV has what people read, and no formula', () => {
  assert.equal(
    written('csv', [whole, forgotten]),
    [
      'seq,time,kind,visitor,site,act,granted,refused,policy,policy_shown,hash',
      '1,2026-11-24T05:00:00.000Z,consent,11111111-1111-4111-8111-111111111111,https://shop.example,saved,"performance -odd,id",video,3,true,a1',
      '2,2026-11-24T05:00:00.000Z,forgotten,,,,,,,,a1',
      '',
    ].join('\r\n'),
  )
  const record = { kind: 'consent', choices: { '-1+1': true } } as const
  assert.match(written('csv', [{ ...whole, record }]), /,'-1\+1,/)
})
