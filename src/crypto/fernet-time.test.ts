import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { Fernet } from './fernet.ts'

const AT = 1_750_000_000
const fernet = new Fernet(Buffer.alloc(32, 1).toString('base64'))

describe('the time of a token', () => {
  const token = fernet.encrypt('text', { now: AT })
  const expired = (options: { ttl?: number; now?: number }) =>
    assert.equal(refusal(() => fernet.decrypt(token, options)).code, 'signature_expired')

  test('is good to the last second of the ttl and no longer', () => {
    assert.equal(fernet.decrypt(token, { ttl: 50, now: AT + 50 }), 'text')
    expired({ ttl: 50, now: AT + 51 })
  })

  test('may be 60 seconds in the future and no more', () => {
    assert.equal(fernet.decrypt(token, { ttl: 50, now: AT - 60 }), 'text')
    assert.equal(fernet.decrypt(token, { now: AT - 60 }), 'text')
    expired({ ttl: 50, now: AT - 61 })
    expired({ now: AT - 61 })
  })

  test('is not looked at when neither ttl nor now is given', () => {
    assert.equal(fernet.decrypt(fernet.encrypt('text', { now: 1e11 })), 'text')
    assert.equal(fernet.decrypt(fernet.encrypt('text', { now: 0 })), 'text')
  })

  test('is measured by the real clock when now is not given', () => {
    assert.equal(fernet.decrypt(fernet.encrypt('text'), { ttl: 60 }), 'text')
    expired({ ttl: 60 })
  })

  test('may be a clock that is asked each time', () => {
    let at = AT
    const clock = { now: () => at }
    const written = fernet.encrypt('text', clock)
    assert.equal(fernet.decrypt(written, { ttl: 50, ...clock }), 'text')
    at += 51
    assert.equal(
      refusal(() => fernet.decrypt(written, { ttl: 50, ...clock })).code,
      'signature_expired',
    )
  })

  test('is told only to those who have the key', () => {
    const other = new Fernet(Buffer.alloc(32, 9).toString('base64'))
    const late = { ttl: 1, now: AT + 100 }
    assert.equal(refusal(() => other.decrypt(token, late)).code, 'bad_signature')
  })

  test('a fraction of a second counts as the second before, as in Python', () => {
    assert.equal(fernet.decrypt(token, { ttl: 50.9, now: AT + 50.9 }), 'text')
    const bytes = Buffer.from(fernet.encrypt('', { now: AT + 0.9 }), 'base64url')
    assert.equal(bytes.readBigUInt64BE(1), BigInt(AT))
  })

  test('a clock or ttl that is no number of seconds is invalid_config, never a pass', () => {
    const wrongs = [Number.NaN, Number.POSITIVE_INFINITY, -1, '60', null, true, 1n, '5']
    for (const wrong of wrongs as number[]) {
      for (const run of [
        () => fernet.decrypt(token, { ttl: wrong }),
        () => fernet.decrypt(token, { now: wrong }),
        () => fernet.encrypt('text', { now: wrong }),
      ]) {
        assert.equal(refusal(run).code, 'invalid_config')
      }
    }
    for (const now of [1e300, Date.now(), Date.now]) {
      assert.match(refusal(() => fernet.encrypt('text', { now })).message, /milliseconds\?$/)
      assert.match(refusal(() => fernet.decrypt(token, { now })).message, /milliseconds\?$/)
    }
  })
})
