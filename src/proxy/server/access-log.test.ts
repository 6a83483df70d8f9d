import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Ended } from '../observer.ts'
import { accessLine } from './access-log.ts'

const ENDED: Ended = {
  method: 'GET',
  url: '/account?code=hunter2',
  status: 200,
  seconds: 0.01234,
  bytes: 12,
  upstream: 'http://127.0.0.1:9000',
  client: '203.0.113.7',
  user: 'user-1',
}

describe('a line of the access log', () => {
  test('has what an operator looks for, without the query', () => {
    assert.equal(
      accessLine(ENDED, false, 0),
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"request","method":"GET",' +
        '"path":"/account","status":200,"ms":12.3,"bytes":12,"upstream":"http://127.0.0.1:9000",' +
        '"client":"203.0.113.7"}',
    )
  })

  test('names the user only where that was asked for', () => {
    assert.equal(JSON.parse(accessLine(ENDED, true, 0)).user, 'user-1')
    assert.equal(JSON.parse(accessLine({ ...ENDED, user: undefined }, true, 0)).user, undefined)
  })

  test('is of one line, bounded, and steers no terminal', () => {
    const url = `/a\r\n\u001b[2J\u009b2J\u202e${'x'.repeat(5000)}`
    const line = accessLine(
      { ...ENDED, url, method: 'M'.repeat(99), user: 'u'.repeat(999) },
      true,
      0,
    )
    assert.match(line, /^[\x20-\x7e…]+$/)
    assert.ok(line.length < 1200)
    assert.equal(JSON.parse(line).path, `${url.slice(0, 512)}…`)
  })
})
