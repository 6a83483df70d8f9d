import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Program } from './cli-program.ts'

const WORDS = [
  [],
  ['serve'],
  ['site'],
  ['site', 'add'],
  ['site', 'list'],
  ['site', 'rotate'],
  ['site', 'remove'],
  ['policy'],
  ['policy', 'publish'],
  ['policy', 'list'],
  ['policy', 'show'],
  ['verify'],
  ['export'],
  ['forget'],
  ['import'],
]

describe('hallpass consent', () => {
  const program = new Program()

  test('every command explains itself, in lines that fit', async () => {
    for (const words of WORDS) {
      const { status, stdout, stderr } = await program.run(...words, '--help')
      assert.deepEqual([status, stderr], [0, ''])
      const name = ['hallpass', 'consent', ...words].join(' ')
      assert.ok(stdout.startsWith(`Usage: ${name}`), stdout)
      assert.match(stdout, /^ {2}-h, --help /m)
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line)
    }
  })

  test('every wrong command line is told in one sentence, with status 2, and makes no file', async () => {
    for (const args of [
      [],
      ['site', 'add', 'shop.example'],
      ['forget', '../x'],
      ['verify', '--nonsense'],
    ]) {
      const { status, stdout, stderr } = await program.run(...args)
      assert.deepEqual([status, stdout], [2, ''], args.join(' '))
      assert.match(stderr, /^hallpass: [^\n]+\nRun "hallpass consent[^\n]* --help" to see what/)
      assert.equal(stderr.trimEnd().split('\n').length, 2)
    }
    assert.deepEqual(readdirSync(program.folder), [])
  })

  test('a database that does not answer is told without its password', async () => {
    const settings = { DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/consent' }
    const ended = await program.runWith(settings, 'verify')
    assert.deepEqual([ended.status, ended.stdout], [1, ''])
    assert.match(ended.stderr, /^hallpass: PostgreSQL at 127\.0\.0\.1:1\/consent [^\n]+\.\n$/)
    assert.doesNotMatch(ended.stderr, /hunter2/)
    const both = await program.runWith(settings, 'verify', '--data', 'a.db')
    assert.equal(both.status, 2)
    assert.match(both.stderr, /DATABASE_URL is set, and --data is given/)
  })
})
