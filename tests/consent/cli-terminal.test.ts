import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Program } from './cli-program.ts'

const REMOVE = ['site', 'remove', 'https://shop.example'] as const
const ASKED = '[y/N]'

describe('hallpass consent in a terminal', () => {
  const program = new Program()

  test('asks before something is gone; Enter, n, Ctrl-C and Ctrl-D are no', async () => {
    await program.begin()
    await program.run('site', 'add', 'https://shop.example')
    for (const keys of ['\r', 'n\r', 'yesterday\r', '\x03', '\x04']) {
      const { status, stdout } = await program.inTerminal(ASKED, keys, ...REMOVE)
      assert.equal(status, 1)
      assert.match(stdout, /Remove https:\/\/shop\.example\?.*\nNothing was changed\.\r\n$/s)
    }
    const { status, stdout } = await program.inTerminal(ASKED, 'y\r', ...REMOVE)
    assert.equal(status, 0)
    assert.match(stdout, /https:\/\/shop\.example was removed\.\r\n$/)
  })

  test('Ctrl-C stops the service', async () => {
    const { status, stdout } = await program.inTerminal('running', '\x03', 'serve', '--port', '0')
    assert.equal(status, 0)
    assert.match(stdout, /Stopping: requests that run may end/)
  })
})
