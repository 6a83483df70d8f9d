import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createKeyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { Sealer } from '../../sealing.ts'
import type { Question } from './finding.ts'
import { OWN_PURPOSES, sealed } from './sealed.ts'

const SECRET = 'the secret of these tests, long enough'
const nothing: Question = { secrets: [], salts: [], purposes: [] }
const given: Question = { ...nothing, secrets: [{ name: 'RIGHT', value: SECRET }] }
const keyring = createKeyring([SECRET])
const session = {
  id: 'x',
  seenAt: 1_750_000_000,
  login: { tokens: { accessToken: 'a'.repeat(40) } },
}
const token = new PurposeSeal(keyring, 'session').seal(JSON.stringify(session))

test('every purpose that hallpass seals for is known', () => {
  const files = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
  const used = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:new PurposeSeal|sealOf)\([\w.]+, '([\w-]+)'\)/g)]
      .map(([, purpose = '']) => purpose)
      .filter(() => !file.endsWith('purpose-seal.ts')),
  )
  assert.deepEqual([...new Set(used)].sort(), Object.keys(OWN_PURPOSES).sort())
})

test('a session is opened, and tokens inside are cut', () => {
  const finding = sealed(token, given)
  const id = keyring.derive('session')[0].id.toString(16).padStart(8, '0')
  assert.equal(finding?.format, `a session of hallpass, key id ${id}`)
  assert.equal(finding?.madeAt, 1_750_000_000)
  assert.deepEqual(finding?.trials, [{ secret: 'RIGHT', opens: true, how: 'purpose session' }])
  assert.equal(finding?.contents?.json, true)
  assert.match(finding?.contents?.text ?? '', /"accessToken":"aaaaaa… \(40 characters\)"/)
  assert.equal(sealed(token, nothing)?.format, `a sealed value of hallpass, key id ${id}`)
})

test('a login under way, with the time at which it began', () => {
  const text = JSON.stringify({ startedAt: 1_750_000_000, codeVerifier: 'b'.repeat(43) })
  const finding = sealed(new PurposeSeal(keyring, 'login-transaction').seal(text), given)
  assert.equal(finding?.madeAt, 1_750_000_000)
  assert.doesNotMatch(finding?.contents?.text ?? '', /bbbbbbb/)
})

test("a value of Sealer needs its purpose, and what is inside is the app's own", () => {
  const draft = new Sealer(SECRET, 'draft').seal('["token"]')
  const closed = sealed(draft, given)
  assert.match(closed?.trials[0]?.how ?? '', /has this key id for none of session, .*--purpose/)
  const opened = sealed(draft, { ...given, purposes: ['other', 'draft'] })
  assert.match(opened?.format ?? '', /^a value of Sealer for "draft", key id/)
  assert.deepEqual(opened?.contents, { text: '["token"]', json: true })
  const text = new Sealer(SECRET, 'draft').seal('no JSON')
  assert.equal(sealed(text, { ...given, purposes: ['draft'] })?.contents?.json, false)
})

test('a secret that has the key id and opens nothing tells that the value was changed', () => {
  const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BA' : 'AA'}`
  assert.match(sealed(changed, given)?.trials[0]?.how ?? '', /key for session.*changed or cut/)
})

test('pieces, short values and short secrets', () => {
  assert.match(sealed(`c3.${token}`, given)?.notes.join() ?? '', /first of 3 cookies/)
  const short = sealed('hp1.abc', given)
  assert.match(short?.notes.join() ?? '', /cut/)
  assert.equal(short?.format, 'a sealed value of hallpass')
  const secrets = [{ name: 'SHORT', value: 'short' }]
  assert.match(sealed(token, { ...nothing, secrets })?.trials[0]?.how ?? '', /under 16 bytes/)
  assert.equal(sealed('hp2.abc', given), undefined)
})
