import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { networkOf } from './network.ts'

test('IPv4 by address, IPv6 by its first 64 bits', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(networkOf('2001:DB8:0:0:ffff::9'), '2001:db8:0:0::/64')
  assert.equal(networkOf('2001:db8:0:1::1'), '2001:db8:0:1::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::'), 'fe80:0:0:0::/64')
  assert.equal(networkOf('1:2:3:4:5:6:7:8'), '1:2:3:4::/64')
  assert.equal(networkOf('1:2:3:4:5:6:7::'), '1:2:3:4::/64')
  assert.equal(networkOf('1:2:3:4:5:6:7:8', 48), '1:2:3::/48')
  assert.equal(networkOf('2001:db8::1', 48), '2001:db8:0::/48')
  assert.equal(networkOf('192.0.2.7', 48), '192.0.2.7')
})

test('an IPv4 address in IPv6 is the IPv4 address', () => {
  assert.equal(networkOf('::ffff:c000:207'), '192.0.2.7')
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
})

test('no address at all is one name', () => {
  assert.equal(networkOf(undefined), 'unknown')
})

test('every address of a /64 has the same name, none of another', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  const four = fc.tuple(group, group, group, group)
  const text = (groups: number[]) => groups.map((one) => one.toString(16)).join(':')
  fc.assert(
    fc.property(four, four, four, (net, a, b) => {
      fc.pre(net.some((one) => one !== 0))
      assert.equal(networkOf(text([...net, ...a])), networkOf(text([...net, ...b])))
      const [first = 0, ...rest] = net
      assert.notEqual(networkOf(text([...net, ...a])), networkOf(text([first ^ 1, ...rest, ...a])))
    }),
    PROPERTY_RUNS,
  )
})
