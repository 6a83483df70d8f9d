/** A secret that is not set: what every class says then, and that a list from process.env is taken. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { Fernet, FlaskSession, fernetKeyFromSecret, flaskSession, Sealer } from '../sealing.ts'
import * as signing from '../signing.ts'

const SECRET = 'the secret of these tests'
const KEY = fernetKeyFromSecret(SECRET)
const { UNSET } = process.env

const KINDS = [
  signing.Signer,
  signing.TimestampSigner,
  signing.Serializer,
  signing.TimedSerializer,
  signing.URLSafeSerializer,
  signing.URLSafeTimedSerializer,
  FlaskSession,
]

describe('a secret that is not set, or empty', () => {
  for (const Kind of KINDS) {
    test(`${Kind.name} names itself and the way out`, () => {
      const way = 'is empty; is an environment variable not set? npx hallpass keys new makes one'
      for (const secret of [UNSET, '']) {
        const { code, message } = refusal(() => new Kind(secret))
        assert.deepEqual([code, message], ['invalid_config', `${Kind.name}: the secret ${way}`])
        const listed = refusal(() => new Kind([secret, SECRET])).message
        assert.equal(listed, `${Kind.name}: secrets[0] ${way}`)
      }
      assert.equal(refusal(() => new Kind([SECRET, ''])).code, 'invalid_config')
    })
  }

  test('Fernet, its key from a secret, Sealer, CookieManager and flaskSession do, too', () => {
    const unset = /environment variable not set\?.*npx hallpass keys new/
    const fernet = refusal(() => new Fernet(UNSET)).message
    assert.match(fernet, /^Fernet: keys\[0\] is empty; is an .* keys new --fernet makes one$/)
    assert.match(refusal(() => new Fernet('x')).message, /^Fernet: keys\[0\] must be 32 bytes/)
    assert.match(
      refusal(() => fernetKeyFromSecret('')).message,
      /^fernetKeyFromSecret: the secret is empty/,
    )
    const sealer = refusal(() => new Sealer(UNSET, 'draft')).message
    assert.match(sealer, /^Sealer: secrets\[0\] is not a text/)
    assert.match(sealer, unset)
    assert.match(refusal(() => new Sealer([], 'draft')).message, /^Sealer: secrets is empty/)
    const manager = refusal(() => new signing.CookieManager({ keys: { billing: UNSET } })).message
    assert.match(manager, /^CookieManager: keys\.billing is empty/)
    assert.match(manager, unset)
    const [issue] = flaskSession({ secretKey: [UNSET, SECRET] }).issues
    assert.equal(issue?.path, 'session.secretKey[0]')
    assert.match(issue?.message ?? '', unset)
  })
})

test('older ones that are not set are left out', () => {
  for (const Kind of KINDS) assert.ok(new Kind([SECRET, UNSET, SECRET]))
  assert.equal(new Fernet([KEY, UNSET]).decrypt(new Fernet(KEY).encrypt('a')), 'a')
  assert.equal(new Sealer([SECRET, UNSET], 'd').open(new Sealer(SECRET, 'd').seal('a')), 'a')
  assert.deepEqual(flaskSession({ secretKey: [SECRET, UNSET] }).issues, [])
  assert.ok(new signing.CookieManager({ keys: { billing: [SECRET, UNSET] } }))
})
