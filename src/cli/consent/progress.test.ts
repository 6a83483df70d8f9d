import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Progress } from './progress.ts'

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, written, write: (text: string) => written.push(text) }
}

test('shows a line now and then, and takes it away', () => {
  let now = 0
  const to = terminal(true)
  const progress = new Progress(to, () => now)
  progress.show('at once')
  now = 150
  progress.show('1')
  progress.show('2')
  now = 300
  progress.show('3')
  progress.end()
  progress.end()
  assert.deepEqual(to.written, ['\r\x1b[K1', '\r\x1b[K3', '\r\x1b[K'])
})

test('writes nothing where there is no terminal', () => {
  let now = 0
  const to = terminal(false)
  const progress = new Progress(to, () => now)
  now = 1000
  progress.show('1')
  progress.end()
  assert.deepEqual(to.written, [])
})
