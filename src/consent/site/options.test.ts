import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { createHallpass, type HallpassOptions } from '../../index.ts'
import { consentFromEnv } from './env.ts'

const BASE = { baseUrl: 'https://shop.example', secrets: ['a secret of sixteen bytes'] }
const GOOD = { service: 'https://consent.example', apiKey: 'hpk_1', healthCheck: false }

const NO_KEY =
  'is missing: `npx hallpass consent site add ORIGIN` prints one, where the service runs'

/** The faults of these options. */
function faults(consent: unknown, more: Partial<HallpassOptions> = {}): string[] {
  const options = { ...BASE, ...more, consent } as HallpassOptions
  const { code, issues = [] } = refusal(() => createHallpass(options))
  assert.equal(code, 'invalid_config')
  return issues.map(({ path, message }) => `${path}: ${message}`)
}

describe('consent', () => {
  test('takes what is right, and needs no login', () => {
    const pass = createHallpass({
      ...BASE,
      consent: {
        ...GOOD,
        service: 'http://consent.localhost:8700/',
        secretKey: ['the SECRET_KEY of today', undefined],
        categories: [
          { id: 'essential', always: true },
          { id: 'ads', classic: 'performance' },
        ],
        banner: { policyUrl: '/cookies', theme: { position: 'corner' }, languages: ['de', 'ja'] },
        days: 180,
        requireState: true,
      },
    })
    pass.close()
    pass.close()
  })

  test('says of a key that is not there who prints one', () => {
    for (const apiKey of [undefined, '']) {
      assert.deepEqual(faults({ ...GOOD, apiKey }), [`consent.apiKey: ${NO_KEY}`])
    }
    const wrong = ['consent.apiKey: must be the key that `consent site add` printed']
    assert.deepEqual(faults({ ...GOOD, apiKey: 'a key' }), wrong)
    assert.deepEqual(faults({ ...GOOD, apiKey: 1 }), ['consent.apiKey: must be text'])
  })

  test('names every fault at once', () => {
    assert.deepEqual(
      faults({
        service: 'http://consent.example',
        apikey: 'x',
        categories: [{ id: 'Ads' }, { id: 'b', classic: 'all' }],
        banner: { policyUrl: 'javascript:alert(1)', theme: { colour: 'red' } },
        cache: { get: 1 },
        days: 0,
        requireState: 1,
      }),
      [
        'consent.service: must be an https URL (http only on a loopback address or *.localhost)',
        `consent.apiKey: ${NO_KEY}`,
        'consent.categories[0].id: must be lower case letters, digits, - and _, at most 40, and begin with a letter or digit',
        'consent.categories[1].classic: must be "performance" or "functionality"',
        'consent.cache.get: must be a function',
        'consent.cache.set: is missing',
        'consent.banner.theme.colour: is not an option: the options are accent, onAccent, background, text, radius, font, position',
        'consent.banner.policyUrl: must be a path like /cookies, or an http(s) URL',
        'consent.requireState: must be true or false',
        'consent.days: must be 1 day or more',
        'consent.apikey: is not an option: write apiKey',
      ],
    )
  })

  test('what contradicts itself is a fault, too', () => {
    const twice = [{ id: 'ads' }, { id: 'ads' }, { id: 'x', always: true, classic: 'performance' }]
    assert.deepEqual(faults({ ...GOOD, categories: twice }), [
      'consent.categories[1].id: is given twice',
      'consent.categories[2].classic: must be left out where nobody is asked',
    ])
    assert.match(faults({ ...GOOD, secretKey: undefined }).join(), /^consent\.secretKey: /)
    assert.match(faults({ ...GOOD, secretKey: '' }).join(), /^consent\.secretKey: is empty/)
    assert.match(faults({ ...GOOD, secretKey: [''] }).join(), /^consent\.secretKey\[0\]: is empty/)
    assert.deepEqual(faults({ ...GOOD, service: 'https://consent.example/?a=1' }), [
      'consent.service: must not have a query: write an address like https://consent.example',
    ])
    assert.equal(faults(undefined)[0]?.split(':')[0], 'consent')
  })

  test('quotes no key', () => {
    assert.ok(
      !faults({ ...GOOD, apiKey: 'hpk_a b' })
        .join()
        .includes('hpk_a'),
    )
  })

  test('no other route may be at its paths', () => {
    assert.deepEqual(faults(GOOD, { routes: { session: '/_cookies/init' } }), [
      'routes.session: is a path of the consent routes: use another one',
    ])
  })
})

describe('consentFromEnv', () => {
  const env = {
    CENTRAL_COOKIE_SERVICE_URL: ' https://consent.example ',
    COOKIE_SERVICE_API_KEY: 'k',
  }

  test('reads the names of the Flask extension', () => {
    assert.deepEqual(consentFromEnv(env), { service: 'https://consent.example', apiKey: 'k' })
    const more = { COOKIE_SERVICE_START: 'False', PREFERENCES_COOKIE_EXPIRY_DAYS: '30' }
    assert.deepEqual(consentFromEnv({ ...env, ...more }), {
      service: 'https://consent.example',
      apiKey: 'k',
      healthCheck: false,
      days: 30,
    })
    assert.equal(consentFromEnv({ ...env, COOKIE_SERVICE_START: '1' }).healthCheck, true)
  })

  test('names every variable that is missing or wrong', () => {
    const { issues = [] } = refusal(() =>
      consentFromEnv({ COOKIE_SERVICE_START: 'maybe', PREFERENCES_COOKIE_EXPIRY_DAYS: '1 year' }),
    )
    assert.deepEqual(
      issues.map(({ path }) => path),
      [
        'CENTRAL_COOKIE_SERVICE_URL',
        'COOKIE_SERVICE_API_KEY',
        'COOKIE_SERVICE_START',
        'PREFERENCES_COOKIE_EXPIRY_DAYS',
      ],
    )
    assert.equal(issues[1]?.message, NO_KEY)
  })
})
