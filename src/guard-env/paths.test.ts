import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { Rules, ruleIssues } from '../guard/rules.ts'
import { canonicalPath } from '../http/paths.ts'
import { guardedPaths } from './paths.ts'

function asked(text: string, url: string): unknown {
  const { rules, faults } = guardedPaths(text)
  assert.deepEqual(faults, [], text)
  assert.deepEqual(ruleIssues({ default: 'public', rules }), [], text)
  const path = canonicalPath(url)
  return path && new Rules({ default: 'public', rules }).match(path, 'GET')
}

const READ: readonly [text: string, guarded: readonly string[], open: readonly string[]][] = [
  ['account', ['/account', '/account/', '/Account'], ['/account/x', '/accounts', '/']],
  ['/account/', ['/account', '/account/'], ['/account/x']],
  [' a , b/c ', ['/a', '/b/c'], ['/b', '/c', '/a/b']],
  ['a,,b', ['/', '/a', '/b'], ['/x']],
  ['a,', ['/', '/a'], ['/x']],
  ['/', ['/'], ['/x']],
  ['account/*', ['/account', '/account/', '/account/x/y'], ['/accounts', '/']],
  ['/*', ['/', '/x', '/x/y'], []],
  ['.*', ['/', '/x', '/x/y'], []],
  ['v[12]/*', ['/v1', '/v2/x/y'], ['/v3', '/v12']],
  ['account/.*', ['/account', '/account/', '/account/x'], ['/accounts']],
  ['robots.txt', ['/robots.txt'], ['/robots']],
  ['year/[0-9]{1,3},x', ['/year/1', '/year/123', '/x'], ['/year/1234', '/year']],
  ['year/[0-9]{4,}', ['/year/1234'], ['/year/123']],
]

describe('guardedPaths', () => {
  for (const [text, guarded, open] of READ) {
    test(`reads ${JSON.stringify(text)}`, () => {
      for (const url of guarded) assert.equal(asked(text, url), 'login', url)
      for (const url of open) assert.equal(asked(text, url), 'public', url)
    })
  }

  test('says of each path what is wrong with it, and never quotes it', () => {
    const { faults } = guardedPaths(
      'ok,sec{ret,(?=secret),se cret,secret#x,(secret,s%65cret,sécret',
    )
    assert.equal(faults.length, 7)
    assert.deepEqual(
      faults.map((fault) => /^path (\d)/.exec(fault)?.[1]),
      ['2', '3', '4', '5', '6', '7', '8'],
    )
    assert.doesNotMatch(faults.join(), /s.?e.?c.?ret/)
  })

  test('guards every plain path that it is given, in the spellings of ags_client', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,6}$/)
    const paths = fc.array(fc.array(segment, { minLength: 1, maxLength: 3 }), { minLength: 1 })
    const guards = (given: readonly (readonly string[])[]) => {
      const list = given.map((parts) => parts.join('/'))
      for (const path of list) {
        assert.equal(asked(list.join(','), `/${path}`), 'login')
        assert.equal(asked(list.join(','), `/${path}/`), 'login')
      }
    }
    fc.assert(fc.property(paths, guards), { numRuns: Math.min(300, PROPERTY_RUNS.numRuns) })
  })

  const never: readonly (readonly [text: string, fault: string])[] = [
    ['"account/*,admin/*"', 'path 1 has quotes in it: leave them out'],
    ["'account/*'", 'path 1 has quotes in it: leave them out'],
    ['https://shop.example/account', 'path 1 is an address: write the path alone, such as account'],
    ['//shop.example/account', 'path 1 begins with //: write the path alone, such as account'],
    ['account;admin', 'path 1 has a ; in it: write commas between paths'],
    ['a,account?x=1', 'path 2 has a query: rules are for paths alone'],
    ['a/../admin', 'path 1 has . or .. for a folder: write the path that is meant'],
    ['./admin', 'path 1 has . or .. for a folder: write the path that is meant'],
  ]
  for (const [text, fault] of never) {
    test(`refuses ${text}, which would guard nothing`, () => {
      assert.equal(guardedPaths(text).faults[0], fault)
    })
  }

  test('takes question marks and dots that are expressions', () => {
    for (const text of ['colou?r', 'x?', '(foo)?bar', 'a.c', 'v1\\.0/.*']) {
      assert.deepEqual(guardedPaths(text).faults, [], text)
    }
  })

  test('gives rules or faults for every text, and throws for none', () => {
    const read = (text: string) => {
      const { rules, faults } = guardedPaths(text)
      assert.ok(rules.length + faults.length > 0)
    }
    fc.assert(fc.property(fc.string(), read), PROPERTY_RUNS)
    const odd = fc
      .array(fc.constantFrom(...'a/,*+?()[]{}|\\^$.19-'.split('')))
      .map((c) => c.join(''))
    fc.assert(fc.property(odd, read), PROPERTY_RUNS)
  })
})
