import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HallpassError } from '../errors.ts'
import { OutageLog } from './outage-log.ts'

test('an outage is a line a minute, however many requests it meets', () => {
  let time = 1000
  const lines: unknown[] = []
  const nothing = () => {}
  const logger = {
    info: nothing,
    warn: nothing,
    error: (message: string, details?: unknown) => lines.push([message, details]),
  }
  const log = new OutageLog(() => time, logger)
  const error = new HallpassError('store_unavailable', 'The store is locked.')
  for (let request = 0; request < 500; request += 1) log.tell(error)
  assert.deepEqual(lines, [['The store is locked.', { code: 'store_unavailable' }]])
  time += 60
  log.tell(error)
  assert.deepEqual(lines[1], ['The store is locked.', { code: 'store_unavailable', more: 499 }])
  time -= 3600
  log.tell(error)
  assert.equal(lines.length, 3)
})
