import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { refusal } from '../../../tests/refusal.ts'
import { everythingIn, rejection } from '../../../tests/rejection.ts'
import { NOBODY, passwordHash, passwordNeedsRehash, passwordVerify } from './password.ts'

const SECRET = 'correct horse battery staple'
/** Of the reference implementation: its README, and its test of argon2id; the password is `password`. */
const REFERENCE = [
  '$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG',
  '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
]

describe('passwords', () => {
  test('a hash is OWASP’s argon2id, and another one each time', async () => {
    const [one, other] = await Promise.all([passwordHash(SECRET), passwordHash(SECRET)])
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    assert.notEqual(one, other)
    assert.equal(one.length, 97)
    assert.equal(passwordNeedsRehash(one), false)
  })

  test('the password opens its hash, and nothing near it does', async () => {
    const hash = await passwordHash('pässword')
    assert.equal(await passwordVerify(hash, 'pässword'), true)
    for (const near of ['pässword ', 'Pässword', 'passwörd', 'pa\u0308ssword', '', '\ud800']) {
      assert.equal(await passwordVerify(hash, near), false, near)
    }
  })

  test('without an account: false, whatever is tried, for the same work', async () => {
    assert.equal(passwordNeedsRehash(NOBODY), false)
    assert.equal(NOBODY.length, (await passwordHash(SECRET)).length)
    for (const hash of [undefined, null]) assert.equal(await passwordVerify(hash, SECRET), false)
  })

  test('a hash of another library is taken, and is to be made anew', async () => {
    for (const hash of REFERENCE) {
      assert.equal(await passwordVerify(hash, 'password'), true)
      assert.equal(await passwordVerify(hash, 'Password'), false)
      assert.equal(passwordNeedsRehash(hash), true)
    }
    for (const options of [
      { algorithm: 1 },
      { version: 0 },
      { memoryCost: 19_457 },
      { timeCost: 3 },
      { parallelism: 2 },
      { outputLen: 16 },
    ]) {
      const made = await argon2(SECRET, {
        memoryCost: 19_456,
        timeCost: 2,
        parallelism: 1,
        ...options,
      })
      assert.equal(passwordNeedsRehash(made), true, made)
      assert.equal(await passwordVerify(made, SECRET), true, made)
    }
  })

  test('a password of 1,024 bytes is the longest', async () => {
    const longest = 'é'.repeat(512)
    const hash = await passwordHash(longest)
    assert.equal(await passwordVerify(hash, longest), true)
    assert.equal(await passwordVerify(hash, `${longest}x`), false)
    for (const wrong of ['', `${longest}x`, 'half \udc00']) {
      const error = await rejection(passwordHash(wrong))
      assert.equal(error.code, 'bad_request')
    }
  })

  test('what is no hash, or asks for too much, is a fault of the app that does not show it', async () => {
    const good = await passwordHash(SECRET)
    for (const wrong of [
      '',
      'hunter2',
      '$2b$12$abcdefghijklmnopqrstuv',
      good.replace('argon2id', 'argon2x'),
      `${good}\n`,
      good.replace('m=19456', 'm=1048577'),
      good.replace('t=2', 't=33'),
      good.replace('p=1', 'p=17'),
    ]) {
      const error = await rejection(passwordVerify(wrong, SECRET))
      assert.equal(error.code, 'invalid_config')
      assert.ok(wrong === '' || !everythingIn(error).includes(wrong))
      assert.equal(refusal(() => passwordNeedsRehash(wrong)).code, 'invalid_config')
    }
  })

  test('a hundred at once are all checked', async () => {
    const hash = await passwordHash(SECRET)
    const tries = Array.from({ length: 100 }, (_, i) =>
      passwordVerify(hash, i % 2 === 0 ? SECRET : `${SECRET}${i}`),
    )
    assert.equal((await Promise.all(tries)).filter(Boolean).length, 50)
  })
})
