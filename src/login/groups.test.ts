import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { groupsFrom } from './groups.ts'

const claims = (idToken: object, userinfo: object = {}, accessToken: object = {}) => ({
  idToken: { ...idToken },
  userinfo: { ...userinfo },
  accessToken: { ...accessToken },
})

describe('groupsFrom', () => {
  test('takes the ID token, else userinfo, else the access token', () => {
    const [id, info, access] = [{ groups: ['id'] }, { groups: ['info'] }, { groups: ['access'] }]
    assert.deepEqual(groupsFrom(claims(id, info, access), 'groups'), ['id'])
    assert.deepEqual(groupsFrom(claims({}, info, access), 'groups'), ['info'])
    assert.deepEqual(groupsFrom(claims({}, {}, access), 'groups'), ['access'])
    assert.deepEqual(groupsFrom(claims({}), 'groups'), [])
  })

  test('believes an empty list: it is no absent one', () => {
    assert.deepEqual(groupsFrom(claims({ groups: [] }, { groups: ['info'] }), 'groups'), [])
  })

  test('takes one text for one group, and never splits it', () => {
    assert.deepEqual(groupsFrom(claims({ groups: 'staff, admin' }), 'groups'), ['staff, admin'])
  })

  test('gives no group for anything else', () => {
    for (const groups of [null, 5, true, { admin: true }]) {
      assert.deepEqual(groupsFrom(claims({ groups }), 'groups'), [])
    }
    assert.deepEqual(groupsFrom(claims({ groups: ['a', 5, null, ['b'], 'c'] }), 'groups'), [
      'a',
      'c',
    ])
  })

  test('does not take an inherited name for a claim', () => {
    assert.deepEqual(groupsFrom(claims({}), 'constructor'), [])
    assert.deepEqual(groupsFrom(claims({}), '__proto__'), [])
  })
})
