import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { OwnCookies } from './own-cookies.ts'

const own = new OwnCookies('__Host-sid')

test('the guard knows its own cookies, with any prefix and in any case', () => {
  for (const name of [
    'sid',
    'SID',
    '__Host-sid',
    '__secure-sid',
    'sid.1',
    '__Host-sid.12',
    'hallpass_tx_aB-9',
    '__Secure-hallpass_loop',
    'hallpass_logout',
  ]) {
    assert.ok(own.has(name), name)
  }
  for (const name of ['sid2', 'sid.', 'sid.x', 'xsid', 'hallpass', 'hallpass_loops', '_sid', '']) {
    assert.ok(!own.has(name), name)
  }
})

test('all other cookies stay as they were, to the byte', () => {
  const pair = fc.stringMatching(/^ ?[a-z]{1,4}=[!#-+\--:<-~]{0,6}$/)
  const kept = (pairs: readonly string[], at: number) => {
    const others = pairs.filter((one) => !own.has(one.split('=', 1)[0]?.trim() ?? ''))
    const header = others.toSpliced(at % (others.length + 1), 0, ' sid=secret').join(';')
    const left = own.without(header.trimStart())
    assert.equal(left ?? '', others.join(';').trimStart())
  }
  fc.assert(fc.property(fc.array(pair), fc.nat(), kept), PROPERTY_RUNS)
  const untouched = 'a="x; y";  b ; =c;; d'
  assert.equal(own.without(untouched), untouched)
})

test('a line that sets one is found', () => {
  assert.ok(own.isSetBy(' sid = x; Path=/'))
  assert.ok(own.isSetBy('__Host-sid.1=x'))
  assert.ok(own.isSetBy('sid'))
  assert.ok(!own.isSetBy('other=sid; sid=1'))
})
