import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountName } from './account-name.ts'

test('what an app may take for one account has one name', () => {
  for (const same of [
    'Una',
    ' una\t',
    'UNA',
    'ûnà',
    'u\u200bna',
    'ｕｎａ',
    'u n a',
    'una\u00ad',
    'una\0',
  ]) {
    assert.equal(accountName(same), 'una', JSON.stringify(same))
  }
  // MariaDB 10.11 says of each pair that it is equal, by utf8mb4_unicode_ci and the newer ones.
  for (const [one, other] of [
    ['bøb', 'bob'],
    ['đan', 'dan'],
    ['łukasz', 'lukasz'],
    ['user٣', 'user3'],
    ['user३', 'user3'],
    ['🅰nna', 'anna'],
    ['æsop', 'aesop'],
  ] as const) {
    assert.equal(accountName(one), other)
  }
  assert.equal(accountName('STRASSE'), accountName('straße'))
  assert.equal(accountName('ΣΊΣΥΦΟΣ'), accountName('σίσυφος'))
  assert.notEqual(accountName('una@example.org'), accountName('una@example.com'))
})

test('a name is the name of itself, and of its text in lower case', () => {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const text = String.fromCodePoint(code)
    const name = accountName(text)
    if (accountName(name) !== name || accountName(text.toLowerCase()) !== name) {
      assert.fail(code.toString(16))
    }
  }
})
