import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { inspectArguments } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-options-'))
after(() => rmSync(folder, { recursive: true }))

describe('inspectArguments', () => {
  test('reads the value and everything that may be tried', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, 'from a file\r\n')
    process.env.HALLPASS_TEST_SECRET = 'from the environment'
    const args = ['value', '--secret', 'a', '--secret=-b', '--secret-env', 'HALLPASS_TEST_SECRET']
    const more = [
      '--secret-file',
      file,
      '--salt',
      's',
      '--purpose',
      'p',
      '--max-age',
      '60',
      '--json',
    ]
    assert.deepEqual(inspectArguments([...args, ...more]), {
      value: 'value',
      secrets: [
        { name: '--secret 1', value: 'a' },
        { name: '--secret 2', value: '-b' },
        { name: 'HALLPASS_TEST_SECRET', value: 'from the environment' },
        { name: file, value: 'from a file' },
      ],
      salts: ['s'],
      purposes: ['p'],
      maxAge: 60,
      json: true,
      help: false,
    })
    assert.equal(inspectArguments(['--', '-x']).value, '-x')
    assert.equal(inspectArguments(['-']).value, '-')
    assert.equal(inspectArguments(['-h', '--secret-env', 'HALLPASS_NONE']).help, true)
  })

  test('--env-file takes every secret of the file, also older and next ones, and no more', () => {
    const env = join(folder, 'two.env')
    const key = 'x'.repeat(43)
    writeFileSync(
      env,
      `PORT=3000\nexport SECRET_KEY="one two" # ours\nSECRET_KEY_OLD=old\nSECRET_KEY_NEXT=\nSIGNS=${key}\n`,
    )
    assert.deepEqual(inspectArguments(['a', '--env-file', env]).secrets, [
      { name: 'SECRET_KEY', value: 'one two' },
      { name: 'SECRET_KEY_OLD', value: 'old' },
      { name: 'SIGNS', value: key },
    ])
  })

  test('names what is wrong, and no secret', () => {
    const env = join(folder, 'my.env')
    writeFileSync(env, 'SECRET_KEY=hidden\n')
    const plain = join(folder, 'plain.env')
    writeFileSync(plain, 'PORT=3000\n')
    const wrong: Array<[string[], RegExp]> = [
      [[], /^which value\?$/],
      [['a', 'hidden'], /^one value at a time/],
      [['a', '--max-age', '-1'], /--max-age/],
      [['a', '--max-age', 'x'], /^--max-age must be seconds$/],
      [['a', '--secret', ''], /^the secret of --secret 1 is empty or not set$/],
      [
        ['a', '--secret-env', 'HALLPASS_NONE'],
        /^the secret of HALLPASS_NONE is empty or not set: export it .*--env-file \.env$/,
      ],
      [['a', '--env-file', join(folder, 'none')], /none cannot be read: ENOENT$/],
      [['a', '--env-file', plain], /holds nothing that looks like a secret$/],
      [['a', '--secret-file', env], /is no secret but an env file.*--env-file .*my\.env$/],
      [['a', '--secret-file', join(folder, 'none')], /none cannot be read: ENOENT$/],
      [['a', '--secret-file', folder], /cannot be read: EISDIR$/],
      [['a', '--colour'], /--colour/],
      [['a', '--secret', '-hidden'], /--secret/],
      [['a', '--secrets=hidden'], /--secrets/],
    ]
    for (const [args, message] of wrong) {
      assert.throws(
        () => inspectArguments(args),
        (error: Error) => {
          assert.equal(error.name, 'UsageError')
          assert.match(error.message, message)
          assert.doesNotMatch(error.message, /hidden/)
          return true
        },
      )
    }
  })
})
