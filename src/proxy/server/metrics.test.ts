import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LoggedLines } from '../../../tests/support/clock.ts'
import { GuardMetrics } from './metrics.ts'

const UPSTREAM = 'http://127.0.0.1:9000'

describe('the metrics of the proxy', () => {
  const metrics = new GuardMetrics()
  const one = { method: 'GET', url: '/', seconds: 0.004, bytes: 1 }
  metrics.ended({ ...one, status: 200, upstream: UPSTREAM })
  metrics.ended({ ...one, status: 204, upstream: UPSTREAM })
  metrics.ended({ ...one, status: 101, seconds: 3600, upstream: UPSTREAM })
  metrics.ended({ ...one, status: 302 })
  metrics.ended({ ...one, status: 403, reason: 'forbidden' })
  metrics.ended({ ...one, status: 502, upstream: UPSTREAM, reason: 'upstream_unreachable' })
  metrics.ended({ ...one, status: 0, upstream: UPSTREAM })
  const log = new LoggedLines()
  const logger = metrics.counting(log)
  logger.info('login', { sub: 'alice' })
  logger.warn('late')
  logger.error('login')
  const text = metrics.text({ upgraded: 2, upstreams: [[UPSTREAM, true]] })

  test('tell apart what was forwarded, answered, refused, failed, gone', () => {
    for (const line of [
      `hallpass_guard_requests_total{outcome="forwarded",status="2xx",upstream="${UPSTREAM}"} 2`,
      `hallpass_guard_requests_total{outcome="forwarded",status="1xx",upstream="${UPSTREAM}"} 1`,
      'hallpass_guard_requests_total{outcome="answered",status="3xx",upstream=""} 1',
      'hallpass_guard_requests_total{outcome="refused",status="4xx",upstream=""} 1',
      `hallpass_guard_requests_total{outcome="failed",status="5xx",upstream="${UPSTREAM}"} 1`,
      `hallpass_guard_requests_total{outcome="gone",status="none",upstream="${UPSTREAM}"} 1`,
      'hallpass_guard_refusals_total{reason="forbidden"} 1',
      'hallpass_guard_upstream_errors_total{kind="unreachable"} 1',
      'hallpass_guard_logins_total 1',
      'hallpass_guard_upgraded_connections 2',
      `hallpass_guard_upstream_up{upstream="${UPSTREAM}"} 1`,
    ]) {
      assert.ok(text.split('\n').includes(line), `${line} is not in\n${text}`)
    }
  })

  test('count logins by what is logged, and leave the log as it is', () => {
    assert.deepEqual(log.lines, ['info login {"sub":"alice"}', 'warn late', 'error login'])
  })

  test('leave a connection that was upgraded out of the durations', () => {
    assert.match(text, /duration_seconds_count\{outcome="forwarded"\} 2\n/)
  })

  test('are in the text format: every line is a comment or a value', () => {
    for (const line of text.trimEnd().split('\n')) {
      assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? -?[\d.e+-]+)$/)
    }
  })
})
