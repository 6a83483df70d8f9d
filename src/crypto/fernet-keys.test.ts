import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { Fernet } from './fernet.ts'
import { fernetKeyFromSecret, parseFernetKeys } from './fernet-keys.ts'

const KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4='

function issuesOf(make: () => unknown) {
  const { code, issues = [], message } = refusal(make)
  assert.equal(code, 'invalid_config')
  return { paths: issues.map(({ path }) => path), message }
}

test('an empty SECRET_KEY is refused', () => {
  issuesOf(() => fernetKeyFromSecret(''))
  issuesOf(() => fernetKeyFromSecret(JSON.parse('null')))
})

test('the first half of a key signs and the second encrypts', () => {
  const [{ signing, encryption }] = parseFernetKeys([KEY])
  assert.equal(signing.export().toString('hex'), '730ff4c7af3d46923e8ed451ee813c87')
  assert.equal(encryption.export().toString('hex'), 'f790b0a226bc96a92de49b5e9c05e1ee')
})

test('a key in the letters of plain base64 is the same key', () => {
  const plain = KEY.replaceAll('-', '+').replaceAll('_', '/')
  assert.equal(new Fernet(plain).decrypt(new Fernet(KEY).encrypt('text')), 'text')
})

describe('keys that are refused', () => {
  test('none at all', () => assert.deepEqual(issuesOf(() => new Fernet([])).paths, ['keys']))

  test('one that is not set', () => {
    assert.deepEqual(issuesOf(() => new Fernet(JSON.parse('null'))).paths, ['keys[0]'])
  })

  test('all that are wrong are named at once, and none is shown', () => {
    const keys = [KEY.slice(0, -1), KEY, `${KEY}=`, 'a-password', KEY.replace('_', '!'), `${KEY}\n`]
    const { paths, message } = issuesOf(() => new Fernet(keys))
    assert.deepEqual(paths, ['keys[0]', 'keys[2]', 'keys[3]', 'keys[4]', 'keys[5]'])
    assert.doesNotMatch(message, /a-password|cw_0x/)
  })
})
