import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { Rules } from '../guard/rules.ts'
import { canonicalPath } from '../http/paths.ts'
import { rulesOfText } from './rules-text.ts'

/** What a text says of a request; `default` where no rule names it. */
function asked(text: string, url: string, method = 'GET'): unknown {
  const { rules, faults } = rulesOfText(text)
  assert.deepEqual(faults, [], text)
  const path = canonicalPath(url)
  const list = rules.map(({ rule }) => rule)
  return path && new Rules({ default: 'deny', rules: list }).match(path, method)
}

const faultsOf = (text: string) => rulesOfText(text).faults

describe('HALLPASS_RULES', () => {
  test('has a rule a line, or several with ; between them, and the first that matches decides', () => {
    for (const text of [
      '/account/help public\n/account/* login\n/about public',
      ' /account/help  public ;/account/*\tlogin; /about public;\r\n\r\n',
    ]) {
      assert.equal(asked(text, '/account/help'), 'public')
      assert.equal(asked(text, '/account/x/y'), 'login')
      assert.equal(asked(text, '/account'), 'login')
      assert.equal(asked(text, '/about/'), 'public')
      assert.equal(asked(text, '/other'), 'deny')
    }
  })

  test('has paths in three kinds', () => {
    const text = [
      '/a/:id(\\d+) public',
      '/docs{/:page}? public',
      '/x/*/y public',
      '~/files/.+\\.(png|jpe?g) public',
      '/c++/@b public',
      '* login',
    ].join('\n')
    const open = ['/a/7', '/docs', '/docs/b', '/x/a/b/y', '/files/a.JPG', '/C++/@b']
    for (const url of open) assert.equal(asked(text, url), 'public', url)
    for (const url of ['/a/x', '/docs/b/c', '/x/y', '/files/a.gif', '/', '/c']) {
      assert.equal(asked(text, url), 'login', url)
    }
  })

  test('has methods', () => {
    const text = 'GET /shop/* public; POST,PUT /shop/* login'
    assert.equal(asked(text, '/shop/x'), 'public')
    assert.equal(asked(text, '/shop/x', 'HEAD'), 'public')
    assert.equal(asked(text, '/shop/x', 'POST'), 'login')
    assert.equal(asked(text, '/shop/x', 'PUT'), 'login')
    assert.equal(asked(text, '/shop/x', 'DELETE'), 'deny')
  })

  test('asks for groups and claims', () => {
    const text = [
      '/staff/* group=staff, Site Admins',
      '/gold claim.tier=gold,platinum',
      '/mail claim.email_verified=true',
      '/old claim.age=18',
      '/u claim.https://id.example/kind=a',
      '/none deny',
    ].join('\n')
    assert.deepEqual(asked(text, '/staff/x'), { anyGroup: ['staff', 'Site Admins'] })
    assert.deepEqual(asked(text, '/gold'), { claims: { tier: ['gold', 'platinum'] } })
    assert.deepEqual(asked(text, '/mail'), { claims: { email_verified: ['true', true] } })
    assert.deepEqual(asked(text, '/old'), { claims: { age: ['18', 18] } })
    assert.deepEqual(asked(text, '/u'), { claims: { 'https://id.example/kind': ['a'] } })
    assert.equal(asked(text, '/none'), 'deny')
  })

  test('takes the same words for the same access, so that the readings of a path agree', () => {
    assert.deepEqual(asked('/a/* group=x; /b/* group=x', '/a/..;/b/x'), undefined)
    assert.deepEqual(asked('/a group=x; /a/* group=x', '/a/%62'), { anyGroup: ['x'] })
  })

  const wrong: readonly [text: string, said: RegExp][] = [
    ['/account', /^rule 1 must be a path and what it asks for/],
    ['account login', /^rule 1 must be a path/],
    ['/a login\n/b', /^rule 2 must be a path/],
    [';', /^has no rule/],
    ['/a open', /^rule 1 must ask for public, login, deny, group=A,B or claim\.NAME=VALUE$/],
    ['/a Login', /: write login$/],
    ['/a groups=x', /: write group=$/],
    ['/a group=', /^rule 1 names no group, or an empty one/],
    ['/a group=a,,b', /^rule 1 names no group/],
    ['/a group=cn=a,ou=b', /^rule 1 has a group with = in it/],
    ['/a claim.x=', /^rule 1 names no value/],
    ['/a claim.=x', /^rule 1 must ask for/],
    ['GTE /a login', /^rule 1 has a method that is none: write GET/],
    ['get /a login', /^rule 1 has a method that is none: write GET/],
    ['GET, POST /a login', /^rule 1 /],
    ['~/(a login', /^rule 1 is no regular expression/],
    ['~/a{x login', /^rule 1 has a brace that repeats nothing/],
    ['~/(?=a) login', /^rule 1 is no regular expression/],
    ['~/(?-i)A login', /^rule 1 cannot turn the flag i off/],
    ['~/a%20b login', /^rule 1 holds white space, #, %/],
    ['/a/:b(?:c) login', /^rule 1 has a group that begins with \?/],
  ]
  for (const [text, said] of wrong) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      const found = faultsOf(text)
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0] ?? '', said)
    })
  }

  test('says everything that is wrong, and quotes nothing', () => {
    const found = faultsOf('GTE ~/(secret-a secret-b\nsecret-c\n/ok login\n/x secret-d')
    assert.equal(found.length, 5, found.join('\n'))
    assert.doesNotMatch(found.join(), /secret/)
  })

  test('gives rules or faults for every text, and throws for none', () => {
    const read = (text: string) => {
      const { rules, faults } = rulesOfText(text)
      assert.ok(rules.length + faults.length > 0)
    }
    const word = fc.constantFrom(
      ...[
        '/a',
        '~a',
        'GET',
        'login',
        'deny',
        'group=',
        ' ',
        ';',
        '(',
        ')',
        '{',
        '*',
        ':b',
        '\\',
        '/',
      ],
    )
    const odd = fc.array(word).map((words) => words.join(''))
    fc.assert(fc.property(fc.oneof(fc.string(), odd), read), PROPERTY_RUNS)
  })
})
