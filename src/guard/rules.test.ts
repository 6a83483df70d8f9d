import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { canonicalPath } from '../http/paths.ts'
import type { Access } from './access.ts'
import { type PathRule, type PathRules, Rules, ruleIssues } from './rules.ts'

/** What the rules say about a path as received. */
function asked(guard: PathRules, url: string, method = 'GET'): Access | undefined {
  const path = canonicalPath(url)
  assert.ok(path, `${url} is malformed`)
  return new Rules(guard).match(path, method)
}

const guard = (...rules: PathRule[]): PathRules => ({ default: 'public', rules })
const ACCOUNT = guard({ path: '/account/*', access: 'login' }, { path: '/about', access: 'deny' })

describe('Rules', () => {
  test('take the path itself and everything below it for a path with a star', () => {
    for (const url of ['/account', '/account/', '/account/orders', '/account/orders/7?x=/about']) {
      assert.equal(asked(ACCOUNT, url), 'login', url)
    }
    for (const url of ['/accounts', '/', '/other/account', '/?path=/account']) {
      assert.equal(asked(ACCOUNT, url), 'public', url)
    }
  })

  test('take a plain path alone, with or without a last slash', () => {
    assert.equal(asked(ACCOUNT, '/about'), 'deny')
    assert.equal(asked(ACCOUNT, '/about/'), 'deny')
    assert.equal(asked(ACCOUNT, '/about/us'), 'public')
    const slash = guard({ path: '/about/', access: 'deny' }, { path: '/', access: 'login' })
    assert.equal(asked(slash, '/about'), 'deny')
    assert.equal(asked(slash, '/'), 'login')
    assert.equal(asked(slash, '/x'), 'public')
  })

  test('take every path for /*', () => {
    const all = guard({ path: '/*', access: 'login' })
    for (const url of ['/', '/x', '/x/y', '/caf%C3%A9']) assert.equal(asked(all, url), 'login')
  })

  test('are read from the top: the first that matches decides', () => {
    const rules = guard(
      { path: '/admin/health', access: 'public' },
      { path: '/admin/*', access: 'deny' },
      { path: '/admin/*', access: 'login' },
    )
    assert.equal(asked(rules, '/admin/health'), 'public')
    assert.equal(asked(rules, '/admin/x'), 'deny')
  })

  test('ignore case in the rule and in the path', () => {
    const rules = guard({ path: '/Admin/*', access: 'deny' })
    for (const url of ['/admin', '/ADMIN/x', '/aDmIn/']) assert.equal(asked(rules, url), 'deny')
  })

  test('hold for their methods alone, GET for HEAD too', () => {
    const rules = guard(
      { path: '/orders/*', methods: ['POST', 'DELETE'], access: { group: 'staff' } },
      { path: '/orders/*', methods: ['GET'], access: 'login' },
    )
    assert.deepEqual(asked(rules, '/orders/1', 'DELETE'), { group: 'staff' })
    assert.equal(asked(rules, '/orders/1', 'GET'), 'login')
    assert.equal(asked(rules, '/orders/1', 'HEAD'), 'login')
    assert.equal(asked(rules, '/orders/1', 'PUT'), 'public')
  })

  test('give the default without any rule', () => {
    assert.equal(asked({ default: 'deny' }, '/x'), 'deny')
  })

  test('decide nothing where two readings of a path ask for different things', () => {
    const spellings = [
      '/x/../account/orders',
      '/%61ccount/orders',
      '/account%2forders',
      '//account/orders',
      '/account;v=1/orders',
      '/x/%2e%2e/account',
      '/account./orders',
      '/\\account/orders',
      '//evil.example/account',
    ]
    for (const url of spellings) assert.equal(asked(ACCOUNT, url), undefined, url)
  })

  test('decide where all readings ask for the same', () => {
    for (const url of ['/account/a%20b', '/account/x/../y', '/account//x', '/account/x;y']) {
      assert.equal(asked(ACCOUNT, url), 'login', url)
    }
  })

  test('never open a spelling of a path that they close', () => {
    const part = fc.constantFrom('admin', 'ADMIN', '%61dmin', '..', '.', '%2e%2e', '', 'x', 'a;b')
    const separator = fc.constantFrom('/', '//', '%2f', '\\', '/./', '/%2e/')
    const path = fc.array(fc.tuple(separator, part), { minLength: 1, maxLength: 5 })
    const closed = guard({ path: '/admin/*', access: 'deny' })
    fc.assert(
      fc.property(path, (parts) => {
        const url = `/${parts.flat().join('')}`
        const read = canonicalPath(url)
        if (read === undefined) return
        const seen = new URL(url.replace(/^[/\\]+/, '/'), 'http://host').pathname
        if (!/^\/admin(\/|$)/i.test(decodeURIComponent(seen))) return
        assert.notEqual(new Rules(closed).match(read, 'GET'), 'public', url)
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('ruleIssues', () => {
  const pathIssues = (path: string) => ruleIssues(guard({ path, access: 'login' }))

  test('finds nothing wrong with plain paths', () => {
    for (const path of ['/', '/*', '/about', '/about/', '/a/b/*', '/Account', '/.well-known/x']) {
      assert.deepEqual(pathIssues(path), [], path)
    }
  })

  test('refuses a path that no request can match as it was meant', () => {
    const wrong = [
      ...['', 'about', '*', '/a*', '/*/b', '/a/**', '/a?b', '/a#b', '/a%20b', '/a\\b', '/a b'],
      ...['//a', '/a//b', '/a/../b', '/a/./b', '/a;b', '/a.', '/café', '//*', 'https://a.example/'],
    ]
    for (const path of wrong) {
      assert.deepEqual(
        pathIssues(path).map((issue) => issue.path),
        ['guard.rules[0].path'],
        path,
      )
    }
  })

  test('refuses methods that no request has, and none at all', () => {
    for (const methods of [['get'], ['GET', 'Post'], [], ['']]) {
      const issues = ruleIssues(guard({ path: '/a', methods, access: 'login' }))
      assert.deepEqual(
        issues.map((issue) => issue.path),
        ['guard.rules[0].methods'],
      )
    }
  })

  test('names every fault of every rule', () => {
    const wrong = {
      default: 'everybody',
      rules: [
        { path: '/ok', access: 'login' },
        { path: 'no', access: { grup: 'a' } },
      ],
    } as unknown as PathRules
    assert.deepEqual(
      ruleIssues(wrong).map((issue) => issue.path),
      ['guard.default', 'guard.rules[1].access.grup', 'guard.rules[1].path'],
    )
  })
})
