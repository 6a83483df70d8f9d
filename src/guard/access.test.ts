import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { START } from '../../tests/support/clock.ts'
import { type Access, checkAccess, judge, type Standing } from './access.ts'

const ADA: Standing = {
  user: { sub: 'ada', email_verified: true, level: 3, roles: ['editor', 7], tenant: 'north' },
  groups: ['staff', 'ops'],
  authTime: START,
  acr: 'gold',
}
const NOW = START + 100
const of = (access: Access, standing: Standing | undefined = ADA, now = NOW) =>
  judge(access, standing, now)

describe('judge', () => {
  test('lets anybody pass what is public, and nobody what is denied', () => {
    assert.equal(judge('public', undefined, NOW), 'pass')
    assert.equal(of('public'), 'pass')
    assert.equal(judge('deny', undefined, NOW), 'forbidden')
    assert.equal(of('deny'), 'forbidden')
  })

  test('sends a stranger to the login for everything else', () => {
    const never = () => assert.fail('asked about a stranger')
    for (const access of ['login', { group: 'staff' }, {}, never] as const) {
      assert.equal(judge(access, undefined, NOW), 'login')
    }
    assert.equal(of('login'), 'pass')
  })

  test('wants the group, one of the groups, all of the groups', () => {
    assert.equal(of({ group: 'staff' }), 'pass')
    assert.equal(of({ group: 'Staff' }), 'forbidden')
    assert.equal(of({ anyGroup: ['admin', 'ops'] }), 'pass')
    assert.equal(of({ anyGroup: ['admin'] }), 'forbidden')
    assert.equal(of({ allGroups: ['ops', 'staff'] }), 'pass')
    assert.equal(of({ allGroups: ['ops', 'admin'] }), 'forbidden')
  })

  test('wants claims by value, one of a list, or an element of the claim', () => {
    assert.equal(of({ claims: { email_verified: true, level: 3 } }), 'pass')
    assert.equal(of({ claims: { email_verified: 'true' } }), 'forbidden')
    assert.equal(of({ claims: { tenant: ['south', 'north'] } }), 'pass')
    assert.equal(of({ claims: { tenant: ['south'] } }), 'forbidden')
    assert.equal(of({ claims: { roles: 'editor' } }), 'pass')
    assert.equal(of({ claims: { roles: ['admin', 7] } }), 'pass')
    assert.equal(of({ claims: { roles: 'admin' } }), 'forbidden')
    assert.equal(of({ claims: { absent: 'x' } }), 'forbidden')
    assert.equal(of({ claims: { level: 3, tenant: 'south' } }), 'forbidden')
  })

  test('does not take an inherited name for a claim', () => {
    const inherited: Standing = { ...ADA, user: Object.create({ admin: true }, {}) }
    assert.equal(of({ claims: { admin: true } }, inherited), 'forbidden')
  })

  test('wants a young login, and a strong one, else the user proves it again', () => {
    assert.equal(of({ maxAge: 100 }), 'pass')
    assert.equal(of({ maxAge: 99 }), 'reauthenticate')
    assert.equal(of({ maxAge: 0 }, ADA, START), 'pass')
    assert.equal(of({ acr: 'gold' }), 'pass')
    assert.equal(of({ acr: ['platinum', 'gold'] }), 'pass')
    assert.equal(of({ acr: 'platinum' }), 'reauthenticate')
    assert.equal(of({ acr: 'gold' }, { ...ADA, acr: undefined }), 'reauthenticate')
  })

  test('takes no class for reached that was not said, whatever is asked', () => {
    assert.equal(of({ acr: '' }, { ...ADA, acr: undefined }), 'reauthenticate')
    assert.equal(of({ acr: [] }), 'reauthenticate')
  })

  test('does not send somebody to the login whom it would not help', () => {
    assert.equal(of({ group: 'admin', maxAge: 0, acr: 'platinum' }), 'forbidden')
  })

  test('wants everything that is given', () => {
    assert.equal(of({ group: 'staff', claims: { level: 3 }, maxAge: 100, acr: 'gold' }), 'pass')
    assert.equal(of({ group: 'staff', claims: { level: 4 } }), 'forbidden')
  })

  test("asks the app's function with the user and the groups", () => {
    const { user, groups } = ADA
    assert.equal(
      of((visitor) => {
        assert.deepEqual(visitor, { user, groups })
        return true
      }),
      'pass',
    )
    assert.equal(
      of(() => false),
      'forbidden',
    )
  })

  test('opens for true alone, never for what is only truthy', async () => {
    for (const answer of [1, 'yes', {}, [], new Error('no'), null, undefined]) {
      const now = (() => answer) as unknown as () => boolean
      const later = (async () => answer) as unknown as () => Promise<boolean>
      assert.equal(of(now), 'forbidden')
      assert.equal(await of(later), 'forbidden')
    }
  })

  test('stays synchronous for a function that is, and waits for one that is not', async () => {
    assert.equal(
      of(() => true),
      'pass',
    )
    const later = of(async () => true)
    assert.ok(later instanceof Promise)
    assert.equal(await later, 'pass')
  })

  test('opens nothing when the function throws', async () => {
    const fail = () => {
      throw new Error('database down')
    }
    assert.throws(() => of(fail), /database down/)
    await assert.rejects(async () => await of(async () => fail()), /database down/)
  })
})

describe('checkAccess', () => {
  const said = (access: unknown) => refusal(() => checkAccess(access, 'access'))

  test('takes every access that says something', () => {
    const good: Access[] = [
      'public',
      'login',
      'deny',
      () => true,
      { group: 'a' },
      { anyGroup: ['a'], allGroups: ['b'], claims: { a: 1, b: ['x', true] } },
      { maxAge: 0, acr: ['a'] },
    ]
    for (const access of good) checkAccess(access, 'access')
  })

  test('refuses a misspelt word, and names the words', () => {
    const error = said('Login')
    assert.equal(error.code, 'invalid_config')
    assert.match(error.message, /access must be 'public', 'login', 'deny'/)
    for (const access of ['', 'all', 'Public']) assert.equal(said(access).code, 'invalid_config')
  })

  test('refuses a misspelt requirement, and suggests the right one', () => {
    assert.deepEqual(said({ groups: 'ops' }).issues, [
      { path: 'access.groups', message: 'is not an option: write group' },
    ])
    assert.match(said({ role: 'ops' }).message, /the options are group, anyGroup, allGroups/)
  })

  test('refuses a requirement that is empty or undefined: it would open a door', () => {
    const nothing = [
      ...['', undefined, null].flatMap((value) => [{ group: value }, { acr: value }]),
      ...[[], [''], [undefined], undefined].flatMap((value) => [
        { anyGroup: value },
        { allGroups: value },
      ]),
      ...[{ a: undefined }, { a: [] }, { a: null }, undefined].map((value) => ({ claims: value })),
      ...[undefined, Number.NaN, -1, '60'].map((value) => ({ maxAge: value })),
      { acr: [] },
    ]
    for (const access of nothing) {
      assert.equal(said(access).code, 'invalid_config', JSON.stringify(access))
    }
  })

  test('refuses what is no access at all', () => {
    for (const access of [undefined, null, true, 5, ['login']]) {
      assert.equal(said(access).code, 'invalid_config')
    }
  })

  test('names every fault, and quotes no value', () => {
    const { issues = [], message } = said({ group: 5, maxAge: 'hunter2hunter2', acr: 1 })
    assert.deepEqual(
      issues.map(({ path }) => path),
      ['access.group', 'access.maxAge', 'access.acr'],
    )
    assert.ok(!message.includes('hunter2'))
  })
})
