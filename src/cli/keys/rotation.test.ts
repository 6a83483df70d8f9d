import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import { added, newSecret, prepared, replaced, rotated } from './rotation.ts'

const NAME = 'HALLPASS_SECRET'
const SECRET = /^[\w-]{43}$/

test('a secret is 32 random bytes, another each time', () => {
  assert.match(newSecret(false), SECRET)
  assert.match(newSecret(true), /^[\w-]{43}=$/)
  assert.notEqual(newSecret(false), newSecret(false))
})

describe('added', () => {
  test('at the end of a file, or into the place that waits for it', () => {
    assert.equal(added('', NAME, 'new').text, 'HALLPASS_SECRET=new\n')
    assert.equal(added('A=b', NAME, 'new').text, 'A=b\nHALLPASS_SECRET=new\n')
    assert.equal(
      added('HALLPASS_SECRET= # here\nA=b\n', NAME, 'new').text,
      'HALLPASS_SECRET=new # here\nA=b\n',
    )
    assert.equal(added('HALLPASS_SECRET=""\n', NAME, 'new').text, 'HALLPASS_SECRET=new\n')
  })

  test('never in place of another', () => {
    assert.throws(() => added('A=b\nHALLPASS_SECRET=x\n', NAME, 'new'), {
      message: /^HALLPASS_SECRET has a value already \(line 2\)\. .*keys rotate/,
    })
  })
})

describe('rotated', () => {
  test('what was there is kept beside the new one, and all else as it is', () => {
    const text = '# ours\r\nexport HALLPASS_SECRET="a\u00e9b" # since May\r\nA=b'
    const { text: after, said } = rotated(text, NAME, false, false)
    const match =
      /^# ours\r\nexport HALLPASS_SECRET="([\w-]{43})" # since May\r\nexport HALLPASS_SECRET_OLD="a\u00e9b"\r\nA=b$/
    assert.match(after, match)
    assert.deepEqual(said, [
      'HALLPASS_SECRET has a new secret.',
      'The one before it is in HALLPASS_SECRET_OLD: it still opens what it sealed.',
    ])
  })

  test('an empty NAME_OLD is filled where it stands', () => {
    const { HALLPASS_SECRET, ...rest } = parseEnv(
      rotated('HALLPASS_SECRET_OLD=\nHALLPASS_SECRET=x\n', NAME, false, false).text,
    )
    assert.match(HALLPASS_SECRET ?? '', SECRET)
    assert.deepEqual(rest, { HALLPASS_SECRET_OLD: 'x' })
  })

  test('a secret in NAME_OLD is not lost without a word', () => {
    const text = 'HALLPASS_SECRET=x\nHALLPASS_SECRET_OLD=w\n'
    assert.throws(() => rotated(text, NAME, false, false), {
      message: /^HALLPASS_SECRET_OLD still holds the secret before \(line 2\).*--drop-old/,
    })
    const { text: after, said } = rotated(text, NAME, false, true)
    assert.equal(parseEnv(after).HALLPASS_SECRET_OLD, 'x')
    assert.match(said.join('\n'), /was in HALLPASS_SECRET_OLD is gone for good/)
  })

  test('a prepared secret becomes the new one', () => {
    const ready = prepared('HALLPASS_SECRET=x\nA=b\n', NAME, false)
    const { HALLPASS_SECRET_NEXT, ...same } = parseEnv(ready.text)
    assert.match(HALLPASS_SECRET_NEXT ?? '', SECRET)
    assert.deepEqual(same, { HALLPASS_SECRET: 'x', A: 'b' })
    assert.deepEqual(
      { ...parseEnv(rotated(ready.text, NAME, false, false).text) },
      { HALLPASS_SECRET: HALLPASS_SECRET_NEXT, HALLPASS_SECRET_OLD: 'x', A: 'b' },
    )
  })

  test('a Fernet key is followed by a Fernet key', () => {
    const old = newSecret(true)
    for (const fernet of [false, true]) {
      const text = `K=${old}\n`
      const after = parseEnv(rotated(text, 'K', fernet, false).text)
      assert.match(after.K ?? '', /^[\w-]{43}=$/)
      assert.match(parseEnv(prepared(text, 'K', fernet).text).K_NEXT ?? '', /=$/)
      assert.match(parseEnv(replaced(text, 'K', fernet).text).K ?? '', /^[\w-]{43}=$/)
    }
  })

  test('--fernet is refused where no Fernet key is', () => {
    for (const change of [
      () => rotated('A=b\nK=x\n', 'K', true, false, 'my.env'),
      () => prepared('A=b\nK=x\n', 'K', true, 'my.env'),
      () => replaced('A=b\nK=x\n', 'K', true, 'my.env'),
    ]) {
      assert.throws(change, {
        message:
          /^K holds no Fernet key \(line 2\).*: npx hallpass keys rotate --name K --file my\.env$/,
      })
    }
  })

  test('every command in a message names the variable and the file', () => {
    const file = "it's mine.env"
    const command = (task: string) =>
      `npx hallpass keys ${task} --name K --file 'it'\\''s mine.env'`
    const ends: [() => unknown, string][] = [
      [() => added('K=x\n', 'K', 'new', file), command('rotate')],
      [() => prepared('K=x\nK_NEXT=y\n', 'K', false, file), command('rotate')],
      [() => prepared('', 'K', true, file), `${command('new')} --fernet`],
      [() => rotated('', 'K', false, false, file), command('new')],
      [() => rotated('K=x\nK_OLD=w\n', 'K', false, false, file), `${command('rotate')} --drop-old`],
    ]
    for (const [change, end] of ends) {
      assert.throws(change, (error: Error) => error.message.endsWith(end), end)
    }
    assert.equal(prepared('K=x\n', 'K', false, file).said.at(-1), command('rotate'))
  })

  test('names what is missing, empty, there twice, prepared already', () => {
    const faults: Array<[string, RegExp]> = [
      ['A=b\n', /^HALLPASS_SECRET is not in \.env\. .*hallpass keys new/],
      ['A=b\nHALLPASS_SECRET=\n', /^HALLPASS_SECRET has no value \(line 2\)/],
      ['HALLPASS_SECRET=x\nHALLPASS_SECRET=y\n', /set twice, on lines 1 and 2/],
    ]
    for (const [text, message] of faults) {
      assert.throws(() => rotated(text, NAME, false, false), { message })
      assert.throws(() => prepared(text, NAME, false), { message })
    }
    assert.throws(() => prepared('HALLPASS_SECRET=x\nHALLPASS_SECRET_NEXT=y', NAME, false), {
      message: /^HALLPASS_SECRET_NEXT has a value already \(line 2\)/,
    })
  })
})

describe('replaced', () => {
  test('nothing of before stays, also nothing that was prepared', () => {
    const text = '# ours\nK="x" # why\nK_OLD=w\nA=b\nK_NEXT=y\n'
    const { text: after, said } = replaced(text, 'K', false)
    assert.match(after, /^# ours\nK="[\w-]{43}" # why\nA=b\n$/)
    assert.match(said.join(' '), /no K_OLD and no K_NEXT any more\. Everybody is signed out/)
    const alone = replaced('K_NEXT=y\nK_OLD=\nK=x\n', 'K', false)
    assert.match(alone.text, /^K=[\w-]{43}\n$/)
    assert.throws(() => replaced('A=b\n', 'K', false), { message: /^K is not in \.env\./ })
  })
})
