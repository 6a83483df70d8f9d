import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { byteTampering, textTampering } from '../../tests/tampering.ts'
import { isHallpassError } from '../errors.ts'
import { createKeyring } from './keyring.ts'
import { PurposeSeal } from './purpose-seal.ts'
import { Sealer } from './sealer.ts'

const OLD = 'an old secret of the app'
const NEW = 'a new secret of the app!'
const sealer = new Sealer(NEW, 'draft')
const plain = fc.string({ unit: 'grapheme', maxLength: 200 })

/** The code with which a call is refused. */
function code(call: () => unknown): string {
  return refusal(call).code
}

test('any text comes back', () => {
  fc.assert(
    fc.property(plain, (text) => assert.equal(sealer.open(sealer.seal(text)), text)),
    PROPERTY_RUNS,
  )
})

test('any change is refused with an error of our own', () => {
  fc.assert(
    fc.property(plain, textTampering(), (text, tamper) => {
      const changed = code(() => sealer.open(tamper(sealer.seal(text))))
      assert.match(changed, /^(bad_payload|unknown_key|bad_signature)$/)
    }),
    PROPERTY_RUNS,
  )
})

test('a value for one purpose never opens for another', () => {
  const purpose = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.uniqueArray(purpose, { minLength: 2, maxLength: 2 }), plain, (two, text) => {
      const [mine, other] = two.map((name) => new Sealer(NEW, name))
      assert.ok(mine && other)
      assert.equal(
        code(() => other.open(mine.seal(text))),
        'unknown_key',
      )
    }),
    PROPERTY_RUNS,
  )
})

test('nothing makes open throw but its own errors', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.anything()), (value) => {
      assert.ok(isHallpassError(refusal(() => sealer.open(value as string))))
    }),
    PROPERTY_RUNS,
  )
})

/** What hallpass seals for itself; `src/cli/inspect/sealed.test.ts` holds that this is all. */
const OWN = ['session', 'flask-session', 'login-transaction', 'login-loop', 'logout-return']

for (const purpose of OWN) {
  test(`a value of hallpass's own for ${purpose} never opens as the app's, nor the other way`, () => {
    const keyring = createKeyring([NEW])
    const own = new PurposeSeal(keyring, purpose)
    for (const name of [purpose, `app:${purpose}`, `${purpose}\0`, `../${purpose}`]) {
      const same = new Sealer(NEW, name)
      assert.equal(
        code(() => same.open(own.seal('text'))),
        'unknown_key',
      )
      assert.deepEqual(own.open(same.seal('text')), { ok: false, code: 'unknown_key' })
    }
  })
}

test('any flipped bit, dropped or added byte is refused', () => {
  fc.assert(
    fc.property(plain, byteTampering(), (text, tamper) => {
      const bytes = Buffer.from(sealer.seal(text).slice(4), 'base64url')
      const changed = `hp1.${tamper(bytes).toString('base64url')}`
      assert.match(
        code(() => sealer.open(changed)),
        /^(bad_payload|unknown_key|bad_signature)$/,
      )
    }),
    PROPERTY_RUNS,
  )
})

describe('rotation', () => {
  const during = new Sealer([NEW, OLD], 'draft')
  const before = new Sealer(OLD, 'draft')

  test('the newest secret seals, all of them open', () => {
    assert.equal(during.open(before.seal('text')), 'text')
    assert.equal(sealer.open(during.seal('text')), 'text')
    assert.equal(
      code(() => sealer.open(before.seal('text'))),
      'unknown_key',
    )
  })

  test('rotate seals the same text under the newest', () => {
    assert.equal(sealer.open(during.rotate(before.seal('text'))), 'text')
    assert.equal(
      code(() => during.rotate('hp1.x')),
      'bad_payload',
    )
  })
})

describe('bad input', () => {
  test('secrets that are missing, empty or short are named', () => {
    assert.match(refusal(() => new Sealer('', 'draft')).message, /secrets\[0\] is empty;/)
    assert.equal(
      code(() => new Sealer([NEW, 'fifteen letters'], 'draft')),
      'invalid_config',
    )
    assert.equal(
      code(() => new Sealer([], 'draft')),
      'invalid_config',
    )
    const unset = undefined as unknown as string
    assert.match(refusal(() => new Sealer(unset, 'draft')).message, /is not a text/)
  })

  test('a purpose must be there', () => {
    assert.equal(
      code(() => new Sealer(NEW, '')),
      'invalid_config',
    )
    assert.equal(
      code(() => new Sealer(NEW, undefined as unknown as string)),
      'invalid_config',
    )
    assert.equal(
      code(() => new Sealer(NEW, '\ud800')),
      'invalid_config',
    )
  })

  test('text that would change or is too long is refused', () => {
    assert.equal(
      code(() => sealer.seal('\ud800')),
      'bad_payload',
    )
    assert.equal(
      code(() => sealer.seal('x'.repeat(65_536))),
      'bad_payload',
    )
    assert.equal(
      code(() => sealer.seal(1 as unknown as string)),
      'bad_payload',
    )
  })

  test('no refusal holds the text or the secret', () => {
    const error = refusal(() => new Sealer(OLD, 'draft').open(sealer.seal('the hidden text')))
    assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /hidden|old secret/)
  })
})
