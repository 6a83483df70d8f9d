import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { URLPattern } from 'node:url'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { Rules } from '../guard/rules.ts'
import { canonicalPath } from '../http/paths.ts'
import { urlPattern } from './url-pattern.ts'

/** What Node.js says, of the path with and without a last slash. */
function native(pattern: string, path: string): boolean {
  const known = new URLPattern({ pathname: pattern }, { ignoreCase: true })
  const spellings = path.endsWith('/') ? [path] : [path, `${path}/`]
  return spellings.some((pathname) => known.test({ pathname }))
}

function asked(source: string, url: string): unknown {
  const rules = [{ path: urlPattern(source), access: 'login' as const }]
  const path = canonicalPath(url)
  return path && new Rules({ default: 'public', rules }).match(path, 'GET')
}

/** A piece of a pattern, and texts that it may stand for, or nearly. `#` is a name of its own. */
const PIECES: readonly (readonly [pattern: string, ...texts: string[]])[] = [
  ['/', '/'],
  ['/a', '/a', '/A', '/b'],
  ['b', 'b', ''],
  ['-', '-', '/'],
  ['.x', '.x', 'yx'],
  ['~@', '~@'],
  ['/:#', '/a', '/a-b', '/', ''],
  ['/:#?', '', '/', '/a', '/a/b'],
  ['/:#*', '', '/', '/a', '/a/b/a'],
  ['/:#+', '', '/', '/b', '/a/b/a'],
  [':#', 'a', 'a/b', ''],
  [':#([ab]+)', 'ab', 'c', 'A'],
  ['/:#(\\d+)', '/7', '/a', '/77'],
  ['/:#(\\d+)*', '', '/7', '/7/8', '/7/a'],
  ['(a|b)', 'a', 'b', 'ab'],
  ['/(a.*)', '/a', '/a/b', '/b'],
  ['(.*)?', '', 'a', '/a/b'],
  ['*', '', 'a', '/a'],
  ['/*', '/', '/a/b', ''],
  ['/*?', '', '/', '/a'],
  ['/**', '', '/', '/a//a'],
  ['{/a}', '/a'],
  ['{/a}?', '', '/a', '/a/a'],
  ['{-a}*', '', '-a', '-a-a'],
  ['{/b}+', '/b', '/b/b', ''],
  ['{/:#}?', '', '/a', '/'],
  ['{/:#-x}+', '/a-x', '/a-x/b-x', '/-x'],
  ['{a:#([ab])b}*', '', 'aab', 'aabaab', 'ab'],
  ['{}', ''],
  ['\\+', '+'],
  ['\\:', ':'],
  ['\\*', '*'],
  ['\\(', '('],
  ['\\{b', '{b'],
]
const piece = fc.constantFrom(...PIECES).chain(([pattern, ...texts]) => {
  return fc.record({ pattern: fc.constant(pattern), text: fc.constantFrom(...texts) })
})
const pieces = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => ({
  pattern: `/${parts.map(({ pattern }, n) => pattern.replace('#', `n${n}`)).join('')}`,
  path: `/${parts.map(({ text }) => text).join('')}`,
}))

/** What the guard refuses, since no request could be told to match it. */
const OURS = /empty segment|segment of dots|has text that no path/

describe('urlPattern', () => {
  test('decides as URLPattern of Node.js does', () => {
    let both = 0
    const agrees = (source: string, path: string) => {
      let expected: boolean
      try {
        expected = native(source, path)
      } catch {
        assert.equal(refusal(() => urlPattern(source)).code, 'invalid_config', source)
        return
      }
      let decided: boolean
      try {
        decided = urlPattern(source).matches(path)
      } catch (error) {
        assert.match(String(error), OURS, source)
        return
      }
      assert.equal(decided, expected, `${source} on ${path}`)
      if (decided) both++
    }
    const given = pieces.filter(({ path }) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(path))
    fc.assert(
      fc.property(given, ({ pattern, path }) => agrees(pattern, path)),
      { numRuns: 5 * PROPERTY_RUNS.numRuns },
    )
    assert.ok(both > PROPERTY_RUNS.numRuns / 2, `${both} matched`)
  })

  test('takes no text for a pattern that URLPattern refuses', () => {
    const letters = fc.array(fc.constantFrom(...'/a:b(){}*+?\\.-'.split('')), { maxLength: 10 })
    const refuses = (source: string) => {
      try {
        urlPattern(source)
      } catch (error) {
        assert.match(String(error), /HallpassError: urlPattern /)
        return
      }
      assert.doesNotThrow(() => new URLPattern({ pathname: source }), source)
    }
    fc.assert(
      fc.property(letters, (list) => refuses(`/${list.join('')}`)),
      PROPERTY_RUNS,
    )
  })

  const cases: readonly [source: string, yes: readonly string[], no: readonly string[]][] = [
    ['/orders/:id', ['/orders/7', '/ORDERS/7/', '/orders/7?x=1'], ['/orders', '/orders/7/x']],
    ['/orders/:id(\\d+)', ['/orders/77'], ['/orders/x', '/orders/7x']],
    ['/files/:name(.+\\.pdf)', ['/files/a.pdf', '/files/a/b.PDF'], ['/files/.pdf', '/files/a.txt']],
    ['/docs{/:page}?', ['/docs', '/docs/', '/docs/x'], ['/docs/x/y', '/docsx']],
    ['/a/*', ['/a', '/a/', '/a/b/c'], ['/ab', '/']],
    ['/:tenant/admin/*', ['/x/admin', '/x/admin/y/z'], ['/admin/y', '/x/y/admin']],
    ['/:slug([\\w-]+)/edit', ['/a-b/edit'], ['/a/b/edit', '/edit']],
    ['*', ['/', '/x', '/x/y'], []],
  ]
  for (const [source, yes, no] of cases) {
    test(`${source} is for what the documentation says`, () => {
      for (const url of yes) assert.equal(asked(source, url), 'login', url)
      for (const url of no) assert.equal(asked(source, url), 'public', url)
    })
  }

  test('asks about every reading of a path, and says nothing where they differ', () => {
    assert.equal(asked('/orders/:id', '/orders/a%2fb'), undefined)
    assert.equal(asked('/admin/*', '/public/..%2fadmin/x'), undefined)
    assert.equal(asked('/admin/:x', '/%61dmin/x'), undefined)
  })

  const wrong: readonly [source: string, said: RegExp][] = [
    ['orders/:id', /must begin with/],
    ['/a//:b', /has an empty segment/],
    ['/a/../:b', /has a segment of dots/],
    ['/:a/:a', /has a name twice/],
    ['/:', /has a : without a name/],
    ['/(', /has a \( that nothing closes/],
    ['/()', /has a group with nothing in it/],
    ['/(?:a)', /has a group that begins with \?/],
    ['/((a))', /has a group in a group/],
    ['/{a', /has a \{ that nothing closes/],
    ['/a}', /has a \} with nothing before it/],
    ['/a+', /has a \+ with nothing before it/],
    ['/a\\', /ends in a \\/],
    ['/a;b/:c', /has text that no path holds/],
    ['/:a([)', /has a \( that nothing closes|is no regular expression/],
    ['/:a(b(?=c))', /has a set in a set, a look-around or a flag/],
    ['/:a(b(?i:c))', /has a set in a set, a look-around or a flag/],
    ['/:a([[b]--[c]])', /has a set in a set/],
    ['/:a((?:b{30}){30})', /makes what has more than 200 steps|no regular expression that RE2/],
  ]
  for (const [source, said] of wrong) {
    test(`refuses ${source}`, () => {
      const error = refusal(() => urlPattern(source))
      assert.equal(error.code, 'invalid_config')
      assert.match(error.message, said)
    })
  }

  test('takes no more time than the path is worth, whatever the pattern', () => {
    const path = canonicalPath(`/${'a'.repeat(4000)}`)
    for (const source of ['/:a((?:a+)+)b', '/*a*a*a*a*b', '/:a(.*)-:b(.*)-:c(.*)x']) {
      const rules = [{ path: urlPattern(source), access: 'login' as const }]
      assert.equal(path && new Rules({ default: 'public', rules }).match(path, 'GET'), 'public')
    }
  })
})
