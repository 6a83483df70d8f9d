import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { progressLine } from './progress-line.ts'

function written(isTTY: boolean): { text: () => string; tell: (share: number) => void } {
  let text = ''
  const write = (more: string | Uint8Array) => {
    text += String(more)
    return true
  }
  return { text: () => text, tell: progressLine('Working', { isTTY, write }) }
}

describe('progressLine', () => {
  test('writes one line over and over in a terminal', () => {
    const { text, tell } = written(true)
    for (const share of [0, 0.436, 1]) tell(share)
    assert.equal(text(), '\rWorking:  0%\rWorking: 43%\rWorking:100%\n')
  })

  test('writes it once elsewhere, and nothing when there is nothing to do', () => {
    const { text, tell } = written(false)
    assert.equal(text(), '')
    for (const share of [0, 0.5, 1]) tell(share)
    assert.equal(text(), 'Working.\n')
  })
})
