import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { isHallpassError } from '../../errors.ts'
import { isUuid, readCode, readRemote, readSaved, readStatus, readToken } from './answers.ts'
import { readStanding, writeStanding } from './standing.ts'

/** Any text, and JSON that looks much like what is expected. */
const answer = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record(
      {
        user_uuid: fc.oneof(fc.uuid(), fc.string()),
        preferences: fc.oneof(fc.anything(), fc.record({ consent: fc.constantFrom('all', 'x') })),
        updated_at: fc.anything(),
        policy: fc.anything(),
        state: fc.anything(),
        status: fc.oneof(fc.string(), fc.anything()),
      },
      { requiredKeys: [] },
    )
    .map((value) => {
      try {
        return JSON.stringify(value) ?? ''
      } catch {
        return ''
      }
    }),
)

test('whatever a service answers is read, or refused with an error of our own', () => {
  const refusing = (read: () => unknown): unknown => {
    try {
      return read()
    } catch (error) {
      assert.ok(isHallpassError(error) && error.code === 'consent_unavailable', String(error))
      return undefined
    }
  }
  fc.assert(
    fc.property(answer, (text) => {
      const uuid = refusing(() => readToken(text))
      assert.ok(uuid === undefined || isUuid(uuid))
      refusing(() => readRemote(text))
      readSaved(text)
      readCode(text)
      for (const type of ['text/plain', 'text/html']) {
        assert.ok(
          readStatus(text, type)?.ours !== true && !(/</.test(text) && readStatus(text, type)),
        )
      }
      const { ours = false, policy } = readStatus(text, 'application/json') ?? {}
      assert.ok(!ours || /"status".*true|true.*"status"/s.test(text))
      assert.ok(policy === undefined || (Number.isSafeInteger(policy) && policy >= 0))
    }),
    PROPERTY_RUNS,
  )
})

test('what a fleet’s cache holds is read, or is nothing', () => {
  const standing = fc.record({
    up: fc.boolean(),
    ours: fc.boolean(),
    policy: fc.option(fc.nat(), { nil: undefined }),
    at: fc.nat(),
  })
  fc.assert(
    fc.property(standing, fc.oneof(fc.anything(), fc.json()), (known, other) => {
      const { policy, ...rest } = known
      assert.deepEqual(readStanding(writeStanding(known), Number.MAX_VALUE), { ...rest, policy })
      const read = readStanding(other, 1000)
      assert.ok(read === undefined || read.at <= 1000)
    }),
    PROPERTY_RUNS,
  )
})

test('a status is JSON that says so, or a short text; a page is none', () => {
  const legacy = { ours: false, policy: undefined }
  const ours = { ours: true, policy: 3 }
  for (const [text, type, status] of [
    ['{"status":"ok","state":true,"policy":3}', 'application/json', ours],
    ['{"status":"ok"}', 'application/json', legacy],
    ['OK', 'text/plain', legacy],
    ['all is well\n', 'text/plain', legacy],
    ['OK', 'text/html', legacy],
    ['a7c1f0e2-dirty', 'text/html', legacy],
    ['{"state":true,"policy":3}', 'application/json', undefined],
    ['{"status":"ok","state":true}', 'text/html', undefined],
    ['"OK"', 'application/json', undefined],
    ['OK', '', undefined],
    ['', 'text/plain', undefined],
    ['Down for maintenance', 'text/html', undefined],
    ['<html>maintenance</html>', 'text/html', undefined],
    ['<p>soon', 'text/plain', undefined],
    ['x'.repeat(65), 'text/plain', undefined],
    ['ä'.repeat(40), 'text/plain', undefined],
  ] as const) {
    assert.deepEqual(readStatus(text, type), status, `${type}: ${text}`)
  }
})
