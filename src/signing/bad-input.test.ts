/** What bad input gets: each its own code and message. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { Sealer } from '../crypto/sealer.ts'
import type { Code } from '../errors.ts'
import { CookieManager } from './cookie-manager.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const AT = 1_718_487_326
const keys = { billing: 'the key of billing, 32 bytes long' }
const at = (now: number) => new CookieManager({ keys, now })
const manager = at(AT)
const signer = new TimestampSigner(keys.billing, { now: AT })
const cookie = manager.sign({ hidden: 'text' }, 'billing')
/** A signed value whose payload is this JSON. */
const holding = (json: string) => signer.sign(json)

const table: readonly [string, () => unknown, Code, RegExp][] = [
  [
    'an unknown key id',
    () => manager.verify(holding('{"key_id": "hidden"}')),
    'unknown_key',
    /^No key of that id is registered\.$/,
  ],
  [
    'an unknown key id, to sign with',
    () => manager.sign({}, 'other'),
    'unknown_key',
    /^No key of that id is registered\.$/,
  ],
  [
    'an inherited name as a key id',
    () => manager.verify(holding('{"key_id": "__proto__"}')),
    'unknown_key',
    /^No key of that id is registered: it is only a name that every object has\.$/,
  ],
  ['no key id', () => manager.verify(holding('{"a": 1}')), 'unknown_key', /^No key id is given\.$/],
  ...['[]', '[{"key_id": "billing"}]', '"hidden"', '"}"', '7', '1.5', 'null', 'true'].map(
    (json): (typeof table)[number] => [
      `a payload that is not an object: ${json}`,
      () => manager.verify(holding(json)),
      'bad_payload',
      /^The payload is not an object\.$/,
    ],
  ),
  [
    'a payload that is not an object, to sign',
    () => manager.sign([] as never, 'billing'),
    'bad_payload',
    /^Only a plain object can be signed\.$/,
  ],
  ['no JSON', () => manager.verify(holding('hidden')), 'bad_signature', /not a signed object/],
  ['an empty secret', () => new Signer(''), 'invalid_config', /^Signer: the secret is empty;/],
  [
    "an empty secret, in hallpass's own format",
    () => new Sealer('', 'draft'),
    'invalid_config',
    /^Sealer: secrets\[0\] is empty;/,
  ],
  [
    "a short secret, in hallpass's own format",
    () => new Sealer('hidden', 'draft'),
    'invalid_config',
    /^Sealer: secrets\[0\] has 6 bytes and needs at least 16;/,
  ],
  [
    'a negative age',
    () => signer.unsign(cookie, { maxAge: -1 }),
    'invalid_config',
    /^maxAge: must be a number of seconds, 0 or more$/,
  ],
  [
    'a negative age, at construction',
    () => new CookieManager({ keys, maxAge: -1 }),
    'invalid_config',
    /^CookieManager: maxAge must be 0 or more$/,
  ],
  [
    'a clock that is an hour late',
    () => at(AT - 3600).verify(cookie),
    'signature_expired',
    /3600 seconds in the future: compare the clocks/,
  ],
  [
    'a clock that is an hour early',
    () => at(AT + 3600).verify(cookie),
    'signature_expired',
    /3600 seconds ago, and 50 are allowed/,
  ],
]

describe('bad input gets its own code and message, and none of it is in there', () => {
  for (const [what, run, code, message] of table) {
    test(what, () => {
      const error = refusal(run)
      assert.equal(error.code, code)
      assert.match(error.message, message)
      assert.doesNotMatch(error.message + error.stack?.split('\n')[0], /hidden/)
    })
  }

  test('no two of different kinds get the same', () => {
    const kinds = new Map<string, string>()
    for (const [, run, code, message] of table) {
      const said = `${code}: ${refusal(run).message}`
      assert.equal(kinds.get(said) ?? String(message), String(message), said)
      kinds.set(said, String(message))
    }
    assert.ok(kinds.size >= 12)
  })
})

test('a short secret in the formats of Python is taken', () => {
  assert.equal(new Signer('wee').unsign(new Signer('wee').sign('a')), 'a')
})
