import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { rejection } from '../../../tests/rejection.ts'
import { clockAt } from '../../../tests/support/clock.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import { type LoginLimitOptions, LoginLimits } from './limits.ts'

const HOME = '192.0.2.7'
const MANY = { tries: 10_000, per: 1 }

function world(options: LoginLimitOptions = {}) {
  const clock = clockAt()
  const store = memoryStore({ now: clock.now })
  const limits = new LoginLimits(store, options, clock.now)
  const refused = async (username: string, address: string | undefined) =>
    (await rejection(limits.login(username, address))).code === 'rate_limited'
  return { clock, limits, refused, store }
}

describe('limits of logins', () => {
  test('an account has its tries, from wherever they come and however it is written', async () => {
    const { limits, refused, clock } = world()
    for (let i = 0; i < 10; i += 1) await limits.login(i % 2 ? 'una' : ' UNA', `198.51.100.${i}`)
    assert.ok(await refused('Una', HOME))
    await limits.login('eda', HOME)
    clock.time += 90
    await limits.login('una', HOME)
    assert.ok(await refused('una', HOME))
  })

  test('an address has its tries, whatever the account, and a success gives none back', async () => {
    const { limits, refused } = world()
    for (let i = 0; i < 30; i += 1) await (await limits.login(`user-${i}`, HOME)).succeeded()
    assert.ok(await refused('una', HOME))
    assert.ok(await refused('una', `::ffff:${HOME}`))
    await limits.login('una', '192.0.2.8')
  })

  test('IPv6 counts by /64, and by /48 sixteen times as many', async () => {
    const { limits, refused } = world({ account: MANY, address: { tries: 2, per: 20 } })
    await limits.login('una', '2001:db8::1')
    await limits.login('una', '2001:db8::2:2')
    assert.ok(await refused('una', '2001:0db8::ffff:0:0:1'))
    for (let i = 1; i <= 15; i += 1) {
      await limits.login('una', `2001:db8:0:${i}::1`)
      await limits.login('una', `2001:db8:0:${i}::2`)
    }
    assert.ok(await refused('una', '2001:db8:0:ffff::1'))
    await limits.login('una', '2001:db8:1::1')
  })

  test('without an address all are counted together, sixteen times as many', async () => {
    const { limits, refused } = world({ account: MANY, address: { tries: 2, per: 20 } })
    for (let i = 0; i < 32; i += 1) await limits.login('una', undefined)
    assert.ok(await refused('una', undefined))
    await limits.login('una', HOME)
  })

  test('a success is not counted to the account', async () => {
    const { limits } = world({ address: MANY })
    for (let i = 0; i < 40; i += 1) await (await limits.login('una', HOME)).succeeded()
  })

  test('others cannot lock the owner out where they have been', async () => {
    const { limits, refused, clock } = world({ address: MANY })
    await (await limits.login('una', HOME)).succeeded()
    for (let day = 0; day < 80; day += 1) {
      clock.time += 86_400
      for (let i = 0; i < 10; i += 1) await limits.login('una', '198.51.100.1')
      assert.ok(await refused('una', '198.51.100.2'))
      await limits.login('UNA', `::ffff:${HOME}`)
    }
    // Nor are they let in for it: a known place has a count, too.
    for (let i = 0; i < 9; i += 1) await limits.login('una', HOME)
    assert.ok(await refused('una', HOME))
    clock.time += 11 * 86_400
    for (let i = 0; i < 10; i += 1) await limits.login('una', '198.51.100.1')
    assert.ok(await refused('una', HOME))
  })

  test('what is known of one account is nothing to another', async () => {
    const { limits, refused } = world({ address: MANY })
    await (await limits.login('eda', HOME)).succeeded()
    for (let i = 0; i < 10; i += 1) await limits.login('una', '198.51.100.1')
    assert.ok(await refused('una', HOME))
  })

  test('all requests of an address are limited, in the process alone', async () => {
    const { limits, clock } = world({ requests: { tries: 2, per: 4 } })
    limits.request(HOME)
    limits.request(HOME)
    assert.equal(refusal(() => limits.request(`::ffff:${HOME}`)).retryAfter, 2)
    for (let i = 0; i < 10; i += 1) limits.request(undefined)
    clock.time += 2
    limits.request(HOME)
  })

  test('a store that is down lets nobody try', async () => {
    const { limits, store } = world()
    await store.close()
    assert.equal((await rejection(limits.login('una', HOME))).code, 'store_unavailable')
  })
})
