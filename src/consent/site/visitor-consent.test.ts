import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { type Category, CLASSIC_CATEGORIES, choicesOf, wireOf } from '../wire/categories.ts'
import { grantedList, readKept } from './choice-cookies.ts'
import { CookieConsent } from './visitor-consent.ts'

const MORE: readonly Category[] = [
  ...CLASSIC_CATEGORIES,
  { id: 'ads', classic: 'performance' },
  { id: 'video' },
  { id: 'constructor' },
]

function consent(cookie: string, categories = CLASSIC_CATEGORIES): CookieConsent {
  return new CookieConsent(exchangeOf({ headers: { cookie } }), categories)
}

describe('allows', () => {
  test('what the word says', () => {
    for (const word of ['all', 'performance', 'functionality', 'essential'] as const) {
      const asked = consent(`a=1; _cookies_accepted=${word}; b=2`)
      assert.equal(asked.allows('performance'), word === 'all' || word === 'performance')
      assert.equal(asked.allows('functionality'), word === 'all' || word === 'functionality')
      assert.deepEqual(asked.choices, choicesOf(word, CLASSIC_CATEGORIES))
    }
  })

  test('nothing but what is always on, where nothing that holds was said', () => {
    const nothing = [
      '',
      '_cookies_accepted=',
      '_cookies_accepted=unset',
      '_cookies_accepted=true',
      '_cookies_accepted=ALL',
      '_cookies_accepted="all"',
      '_cookies_accepted=all%00',
      '_cookies_accepted=unset; _cookies_accepted=all',
      'x_cookies_accepted=all',
      '_cookies_categories=performance.functionality',
      '_cookies_accepted[]=all',
    ]
    for (const cookie of nothing) {
      const asked = consent(cookie)
      assert.equal(asked.choices, undefined, cookie)
      assert.deepEqual(
        ['essential', 'performance', 'functionality'].map((id) => asked.allows(id)),
        [true, false, false],
      )
    }
  })

  test('what two cookies of the name agree on: one may be of the parent domain', () => {
    for (const [one, other] of [
      ['essential', 'all'],
      ['performance', 'functionality'],
    ]) {
      const { choices } = consent(`_cookies_accepted=${one}; _cookies_accepted=${other}`)
      assert.deepEqual(choices, { performance: false, functionality: false })
    }
    assert.ok(consent('_cookies_accepted=performance; _cookies_accepted=all').allows('performance'))
  })

  test('no category that is not declared, and no inherited name', () => {
    for (const id of ['toString', '__proto__', 'constructor', 'ads', '', 'Performance', 'all']) {
      assert.equal(consent('_cookies_accepted=all').allows(id), false, id)
    }
    assert.equal(consent('_cookies_accepted=all', MORE).allows('constructor'), false)
  })

  test('finer categories by the list; where it and the word differ, the word holds', () => {
    const both = '_cookies_accepted=essential; _cookies_categories=performance.video'
    const finer = consent(both, MORE)
    assert.ok(finer.allows('performance') && finer.allows('video') && !finer.allows('ads'))
    const withdrawn = consent(
      '_cookies_accepted=essential; _cookies_categories=performance',
      CLASSIC_CATEGORIES,
    )
    assert.ok(!withdrawn.allows('performance'), 'an older client took it back')
    const kept = consent('_cookies_accepted=all; _cookies_categories=video', MORE)
    assert.ok(kept.allows('ads') && kept.allows('video'), 'which it does not speak for')
  })

  test('what is declared as always on', () => {
    assert.ok(consent('', [{ id: 'security', always: true }]).allows('security'))
  })
})

test('the signal of the browser', () => {
  const gpc = (value: string) =>
    new CookieConsent(exchangeOf({ headers: { 'sec-gpc': value } }), CLASSIC_CATEGORIES).gpc
  assert.ok(gpc('1'))
  for (const value of ['0', '', 'true', '1, 1']) assert.ok(!gpc(value), value)
  assert.equal(consent('').gpc, false)
})

test('no cookie header grants what neither word nor list says, or throws', () => {
  const pair = fc
    .tuple(
      fc.constantFrom('_cookies_accepted', '_cookies_categories', '_cookies_freshness_ts', 'x'),
      fc.oneof(fc.constantFrom('all', 'essential', 'video', 'performance.ads'), fc.string()),
    )
    .map(([name, value]) => `${name}=${value}`)
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const header = pairs.join('; ')
      const { choices } = readKept(header, MORE)
      if (choices === undefined) return
      const granted = Object.keys(choices).filter((id) => choices[id])
      for (const id of granted) {
        assert.ok(header.includes(id) || /_cookies_accepted=(all|performance)/.test(header), id)
      }
      const again = `_cookies_accepted=${wireOf(choices, MORE)}; _cookies_categories=${grantedList(choices)}`
      assert.deepEqual(readKept(again, MORE).choices, choices, 'what is written is read')
    }),
    PROPERTY_RUNS,
  )
})
