import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Counter, gauge, gauges, Histogram } from './prometheus.ts'

test('a counter', () => {
  const plain = new Counter('errors_total', 'Errors.')
  assert.deepEqual(plain.lines(), [
    '# HELP errors_total Errors.',
    '# TYPE errors_total counter',
    'errors_total 0',
  ])
  const labelled = new Counter('requests_total', 'Requests.', ['route', 'status'])
  labelled.add(['token', 200])
  labelled.add(['token', 200])
  labelled.add(['token', 401])
  assert.deepEqual(labelled.lines().slice(2), [
    'requests_total{route="token",status="200"} 2',
    'requests_total{route="token",status="401"} 1',
  ])
})

test('a histogram adds its buckets up', () => {
  const histogram = new Histogram('seconds', 'Seconds.', 'route')
  for (const seconds of [0.001, 0.002, 0.3, 60]) histogram.observe('token', seconds)
  const lines = histogram.lines()
  assert.equal(lines[1], '# TYPE seconds histogram')
  assert.ok(lines.includes('seconds_bucket{route="token",le="0.001"} 1'))
  assert.ok(lines.includes('seconds_bucket{route="token",le="0.0025"} 2'))
  assert.ok(lines.includes('seconds_bucket{route="token",le="0.25"} 2'))
  assert.ok(lines.includes('seconds_bucket{route="token",le="0.5"} 3'))
  assert.ok(lines.includes('seconds_bucket{route="token",le="10"} 3'))
  assert.ok(lines.includes('seconds_bucket{route="token",le="+Inf"} 4'))
  assert.ok(lines.includes('seconds_count{route="token"} 4'))
  assert.ok(lines.includes('seconds_sum{route="token"} 60.303'))
})

test('a gauge without a value is left out', () => {
  assert.deepEqual(gauge('up', 'Up.', undefined), [])
  assert.equal(gauge('up', 'Up.', 1)[2], 'up 1')
})

test('gauges by a label, whose value may hold what a label may not', () => {
  assert.deepEqual(gauges('up', 'Up.', 'of', []), [])
  assert.deepEqual(
    gauges('up', 'Up.', 'of', [
      ['a', 1],
      ['"b"\\\n', 0],
    ]),
    ['# HELP up Up.', '# TYPE up gauge', 'up{of="a"} 1', 'up{of="\\"b\\"\\\\\\n"} 0'],
  )
})
