import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const hallpass = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('hallpass', () => {
  test('--help names the commands', () => {
    const { status, stdout } = hallpass('--help')
    assert.equal(status, 0)
    assert.match(stdout, /^Usage: hallpass <command>/)
    for (const name of ['consent', 'demo', 'guard', 'inspect', 'keys']) {
      assert.match(stdout, new RegExp(`^  ${name} `, 'm'))
    }
  })

  test('--version is that of package.json', () => {
    const file = new URL('../../package.json', import.meta.url)
    const { version } = JSON.parse(readFileSync(file, 'utf8'))
    assert.deepEqual(hallpass('--version'), { status: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('shows the help and fails without a command', () => {
    const { status, stdout } = hallpass()
    assert.equal(status, 2)
    assert.match(stdout, /^Usage:/)
  })

  test('refuses an unknown command and an unknown option with status 2', () => {
    for (const [args, message] of [
      [['toString'], /^hallpass: there is no command "toString"\nRun "hallpass --help"/],
      [['demo', '--colour'], /^hallpass: .*--colour.*\nRun "hallpass demo --help"/],
    ] as const) {
      const { status, stderr } = hallpass(...args)
      assert.equal(status, 2)
      assert.match(stderr, message)
    }
  })

  test('a token where an option or a command is expected is not repeated', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEifQ.c2lnbmF0dXJl'
    for (const args of [['inspect', `--${token}`], ['inspect', `-${token}`], [token]]) {
      const { status, stdout, stderr } = hallpass(...args)
      assert.deepEqual([status, stdout], [2, ''])
      assert.doesNotMatch(stderr, /eyJzdWIi/)
    }
    assert.match(hallpass('inspect', `--${token}`).stderr, /'--eyJhbGciOiJIUzI1Ni…'/)
  })

  test('nothing that was given steers the terminal', () => {
    const { stderr } = hallpass('\u001b[2J\u202e')
    assert.match(stderr, /^hallpass: there is no command "\\u001b\[2J\\u202e"\n/)
    assert.match(hallpass('keys', '--\u009b2J').stderr, /'--\\u009b2J'\n/)
  })

  test('demo --help names its options', () => {
    const { status, stdout } = hallpass('demo', '--help')
    assert.equal(status, 0)
    assert.match(stdout, /--port .*--data /s)
  })
})
