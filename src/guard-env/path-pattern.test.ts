import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { Rules } from '../guard/rules.ts'
import { canonicalPath } from '../http/paths.ts'
import { pathPattern } from './path-pattern.ts'

/** What rules with one pattern say of a request. */
function asked(source: string, url: string): unknown {
  const rules = [{ path: pathPattern(source), access: 'login' as const }]
  const path = canonicalPath(url)
  return path && new Rules({ default: 'public', rules }).match(path, 'GET')
}

describe('pathPattern', () => {
  test('matches the whole path, in any case, with or without slashes around it', () => {
    for (const source of [
      'orders/[0-9]+',
      '/orders/[0-9]+',
      '^orders/[0-9]+$',
      '^/orders/\\d+/?$',
    ]) {
      for (const url of ['/orders/7', '/orders/7/', '/ORDERS/7', '/orders/77?x=/about']) {
        assert.equal(asked(source, url), 'login', `${source} ${url}`)
      }
      for (const url of ['/orders', '/orders/', '/orders/x', '/x/orders/7', '/orders/7/x', '/']) {
        assert.equal(asked(source, url), 'public', `${source} ${url}`)
      }
    }
  })

  test('never looks at the query', () => {
    assert.equal(asked('status', '/about?path=/status'), 'public')
    assert.equal(asked('account', '/account?/status'), 'login')
  })

  test('anchors every alternative', () => {
    for (const url of ['/ab', '/xa', '/bx']) assert.equal(asked('a|b', url), 'public', url)
    for (const url of ['/a', '/b/']) assert.equal(asked('a|b', url), 'login', url)
  })

  test('asks about every reading of a path, and says nothing where they differ', () => {
    assert.equal(asked('files/[^/]+', '/files/a%2fb'), undefined)
    assert.equal(asked('admin(/.*)?', '/public/..%2fadmin'), undefined)
    assert.equal(asked('admin(/.*)?', '/%61dmin/x'), undefined)
    assert.equal(asked('.*', '/%61dmin/x'), 'login')
  })

  test('refuses what needs more than a linear engine, and says what it is', () => {
    const bad = ['(?=x)y', '(?!x)y', '(?<=x)y', '(.)\\1', '(a', 'a)', '*', '[b-a]', 'x*+']
    for (const source of bad) {
      const error = refusal(() => pathPattern(source))
      assert.equal(error.code, 'invalid_config', source)
      assert.match(error.message, /^pathPattern is no regular expression that RE2 takes \(.+\)$/)
    }
    for (const source of ['', undefined, /x/]) {
      assert.equal(refusal(() => pathPattern(source as string)).code, 'invalid_config')
    }
    assert.match(refusal(() => pathPattern('(a{100}){9}')).message, /more than 200 steps/)
  })

  test('takes no more time than the path is worth, whatever the expression', () => {
    const wild = ['(a+)+b', '(a|aa)+c', '([a-z]+)*[0-9]', '((((a*)*)*)*)*d', '(.*a){10}x']
    const paths = ['a'.repeat(4000), 'ab'.repeat(2000), 'a;a/'.repeat(60), '%61/./'.repeat(60)]
    for (const source of wild) {
      const rules = [{ path: pathPattern(source), access: 'login' as const }]
      const compiled = new Rules({ default: 'public', rules })
      for (const path of paths) {
        const read = canonicalPath(`/${path}`)
        const start = performance.now()
        if (read !== undefined) compiled.match(read, 'GET')
        assert.ok(performance.now() - start < 1000, `${source} on ${path.slice(0, 8)}`)
      }
    }
  })

  test('agrees with the engine of JavaScript on expressions that both know', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a/]',
      '(a|b)',
      'a*',
      'b+',
      '/',
      '(?:ab)?',
    )
    const source = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    const path = fc.stringMatching(/^[ab]{0,3}(\/[ab]{1,3}){0,2}$/)
    const agrees = (expression: string, text: string) => {
      const js = new RegExp(`^(?:${expression})$`, 'i')
      const spellings = text === '' ? ['/', ''] : [`/${text}`, `/${text}/`, text, `${text}/`]
      const expected = spellings.some((one) => js.test(one))
      assert.equal(pathPattern(expression).matches(`/${text}`), expected)
    }
    fc.assert(fc.property(source, path, agrees), PROPERTY_RUNS)
  })
})
