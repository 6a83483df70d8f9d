import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { demoArguments } from './options.ts'

describe('demoArguments', () => {
  test('has a default for everything', () => {
    assert.deepEqual(demoArguments([]), { port: 9000, folder: '.hallpass-demo', help: false })
  })

  test('reads the port, the folder and the wish for help', () => {
    assert.deepEqual(demoArguments(['--port', '0', '--data=/tmp/x', '-h']), {
      port: 0,
      folder: '/tmp/x',
      help: true,
    })
  })

  test('names what is wrong', () => {
    const wrong: Array<[string[], RegExp]> = [
      [['--port', 'x'], /^--port must be a number from 0 to 65532, not "x"$/],
      [['--port', '65533'], /--port/],
      [['--port=-1'], /--port/],
      [['--port'], /--port/],
      [['--data', ''], /--data must name a folder/],
      [['--colour'], /--colour/],
      [['now'], /now/],
    ]
    for (const [args, message] of wrong) {
      assert.throws(() => demoArguments(args), { name: 'UsageError', message })
    }
  })
})
