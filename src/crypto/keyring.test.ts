import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { createKeyring, type DerivedKey, type Keyring } from './keyring.ts'

const OLD = 'an old secret of the app'
const NEW = 'a new secret of the app!'
const secretText = fc.string({ unit: 'grapheme', minLength: 16, maxLength: 40 })
const purposeText = fc.string({ unit: 'grapheme-ascii', maxLength: 30 })

function shown({ id, key }: DerivedKey): string {
  return `${id} ${key.export().toString('hex')}`
}

function newest(keyring: Keyring, purpose: string): string {
  return shown(keyring.derive(purpose)[0])
}

/** HKDF written out from RFC 5869 section 2, as a second opinion. */
function hkdf(secret: string, info: string, size: number): Buffer {
  const prk = createHmac('sha256', 'hallpass').update(secret).digest()
  let block = Buffer.alloc(0)
  let output = Buffer.alloc(0)
  for (let counter = 1; output.length < size; counter++) {
    block = createHmac('sha256', prk).update(block).update(info).update(Buffer.of(counter)).digest()
    output = Buffer.concat([output, block])
  }
  return output.subarray(0, size)
}

test('a key is HKDF-SHA256 of the secret with the salt hallpass and the purpose as info', () => {
  const [derived] = createKeyring([NEW]).derive('session')
  const expected = hkdf(NEW, 'hallpass/v1/session', 36)
  assert.deepEqual(derived.key.export(), expected.subarray(0, 32))
  assert.equal(derived.id, expected.readUInt32BE(32))
})

test('the keys of today are the keys of every later version', () => {
  const [derived] = createKeyring(['0123456789abcdef']).derive('session')
  assert.equal(
    shown(derived),
    '1718931062 e9ab5ecb268eab1bd7c2b4fbbc1aae6a89f596a4317c414014d9b42eb2808acf',
  )
})

test('keys come newest first, one for each secret', () => {
  const keys = createKeyring([NEW, OLD]).derive('session')
  assert.deepEqual(keys.map(shown), [
    newest(createKeyring([NEW]), 'session'),
    newest(createKeyring([OLD]), 'session'),
  ])
})

test('a secret that is listed twice counts once', () => {
  assert.equal(createKeyring([NEW, OLD, NEW]).derive('session').length, 2)
})

test('the keys of a purpose are made once', () => {
  const keyring = createKeyring([NEW])
  assert.equal(keyring.derive('session'), keyring.derive('session'))
})

test('another purpose or another secret has another key', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(secretText, { minLength: 2, maxLength: 2 }),
      fc.uniqueArray(purposeText, { minLength: 2, maxLength: 2 }),
      (secrets, purposes) => {
        const keyring = createKeyring(secrets)
        const derived = purposes.flatMap((purpose) => keyring.derive(purpose))
        const keys = new Set(derived.map(({ key }) => key.export().toString('hex')))
        assert.equal(keys.size, 4)
      },
    ),
    PROPERTY_RUNS,
  )
})

test('the names of inherited properties are purposes like any other', () => {
  const keyring = createKeyring([NEW])
  const names = ['__proto__', 'constructor', 'toString', '']
  assert.equal(new Set(names.map((name) => newest(keyring, name))).size, names.length)
})

describe('secrets that are refused', () => {
  function issuesOf(make: () => unknown) {
    const { code, issues = [], message } = refusal(make)
    assert.equal(code, 'invalid_config')
    return { paths: issues.map(({ path }) => path), message }
  }

  test('none at all', () => {
    const { paths } = issuesOf(() => createKeyring([]))
    assert.deepEqual(paths, ['secrets'])
  })

  test('all that are too short or missing are named at once, and none is shown', () => {
    const unset: string = JSON.parse('null')
    const { paths, message } = issuesOf(() => createKeyring(['tooshort', NEW, unset, '']))
    assert.deepEqual(paths, ['secrets[0]', 'secrets[2]', 'secrets[3]'])
    assert.doesNotMatch(message, /tooshort/)
    assert.doesNotMatch(message, new RegExp(NEW))
  })

  test('the words of our docs that stand where a secret belongs', () => {
    const words = 'make one with: npx hallpass keys new'
    const { paths, message } = issuesOf(() => createKeyring([NEW, words, '<a secret of 32 bytes>']))
    assert.deepEqual(paths, ['secrets[1]', 'secrets[2]'])
    assert.match(message, /^secrets\[1\] is the words .*: `npx hallpass keys new` prints one$/m)
  })

  test('15 bytes are too few and 16 are enough, counted in UTF-8', () => {
    issuesOf(() => createKeyring(['x'.repeat(15)]))
    createKeyring(['x'.repeat(16)])
    createKeyring(['é'.repeat(8)])
  })
})

test('a keyring that is logged shows no secret', () => {
  const keyring = createKeyring([NEW])
  const [derived] = keyring.derive('session')
  assert.equal(JSON.stringify({ keyring, key: derived.key }), '{"keyring":{},"key":{}}')
})

test('the sample of the documentation is no secret', () => {
  const { issues } = refusal(() => createKeyring([NEW, '32-random-bytes-from-hallpass-keys-new']))
  assert.deepEqual(issues, [
    {
      path: 'secrets[1]',
      message:
        'is the sample of the documentation, which everybody knows: `npx hallpass keys new` prints one of your own',
    },
  ])
})
