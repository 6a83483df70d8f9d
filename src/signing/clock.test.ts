import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { checkAge, checkMaxAge, secondsOf } from './clock.ts'

const code = (call: () => unknown): string => refusal(call).code

describe('secondsOf', () => {
  test('gives whole seconds of a number, a function, or the system', () => {
    assert.equal(secondsOf(12.9)(), 12)
    assert.equal(secondsOf(() => 7.5)(), 7)
    assert.ok(Math.abs(secondsOf()() - Date.now() / 1000) < 2)
  })

  test('asks a function each time', () => {
    let at = 1
    const seconds = secondsOf(() => at)
    assert.equal(seconds(), 1)
    at = 2
    assert.equal(seconds(), 2)
  })

  test('refuses milliseconds, and says so: what they sign nobody could read', () => {
    for (const now of [Date.now(), Date.now, () => 1.8e12, 253_402_300_800]) {
      const error = refusal(secondsOf(now))
      assert.equal(error.code, 'invalid_config')
      assert.match(error.message, /^now must give seconds .* milliseconds\?$/)
    }
    assert.equal(secondsOf(253_402_300_799)(), 253_402_300_799)
    for (const now of [() => '12', () => 1n, () => null, () => new Date(), () => true]) {
      assert.equal(code(secondsOf(now as never)), 'invalid_config')
    }
  })

  test('refuses a clock that gives no number of seconds', () => {
    for (const now of [Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 60, () => 'x' as never]) {
      assert.equal(code(secondsOf(now)), 'invalid_config')
    }
  })
})

describe('checkAge', () => {
  const at = (now: number) => () => now

  test('takes what is as old as is allowed, and no more', () => {
    checkAge(100, 50, at(150))
    checkAge(100, 0, at(100))
    assert.equal(
      code(() => checkAge(100, 50, at(151))),
      'signature_expired',
    )
  })

  test('refuses what is from the future, by a second or by an hour, and says so', () => {
    const { code, message } = refusal(() => checkAge(100, 50, at(99)))
    assert.equal(code, 'signature_expired')
    assert.match(message, /1 seconds in the future: compare the clocks/)
    assert.match(refusal(() => checkAge(7200, 50, at(3600))).message, /3600 seconds in the future/)
    assert.match(refusal(() => checkAge(0, 50, at(3600))).message, /3600 seconds ago, and 50/)
  })

  test('does not look at the time without maxAge', () => {
    checkAge(1e9, undefined, () => assert.fail('the clock was asked'))
  })

  test('a maxAge that is no number of seconds is a fault, never an open door', () => {
    for (const maxAge of [-1, Number.NaN, Number.POSITIVE_INFINITY, '50' as never, null as never]) {
      assert.equal(
        code(() => checkMaxAge(maxAge)),
        'invalid_config',
      )
      assert.equal(
        code(() => checkAge(100, maxAge, at(100))),
        'invalid_config',
      )
    }
  })
})
