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
    for (const name of ['consent', 'demo', 'inspect', 'keys']) {
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

  test('demo --help names its options', () => {
    const { status, stdout } = hallpass('demo', '--help')
    assert.equal(status, 0)
    assert.match(stdout, /--port .*--data /s)
  })
})
