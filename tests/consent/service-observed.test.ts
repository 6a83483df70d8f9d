import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newApiKey } from '../../src/consent-service/api-key.ts'
import { codeOf, type ServiceWorld, SHOP, serviceWorld } from './service-world.ts'

/** Everything that a service does, and all the secrets that were in it. */
async function exercise(world: ServiceWorld): Promise<string[]> {
  const keyed = await world.addSite(SHOP)
  const { visitor, cookie } = await world.visit(keyed)
  const code = codeOf(await world.session(`${SHOP}/account?token=of-the-page`, cookie))
  const wrong = newApiKey().key
  const choice = { preferences: { consent: 'all' } }
  await world.preferences(keyed.key, visitor, choice)
  await world.preferences(keyed.key, visitor, { preferences: { consent: 'essential' } })
  await world.preferences(keyed.key, visitor, { ...choice, act: 'gpc' })
  await world.preferences(keyed.key, visitor)
  await world.preferences(wrong, visitor)
  await world.api(keyed.key, '/api/v1/token', { code })
  await world.api(keyed.key, '/api/v1/token', { code })
  await world.api(keyed.key, '/api/v1/token', '{"code":"broken')
  await world.request('/unknown?secret=in-the-query')
  await world.request('/choices', { headers: { cookie } })
  const sealed = cookie.split('=')[1] ?? ''
  return [
    keyed.key,
    wrong,
    visitor,
    code,
    sealed,
    'of-the-page',
    'in-the-query',
    '127.0.0.1',
    'broken',
  ]
}

test('metrics: counts of every kind, and no secret', async (t) => {
  const world = await serviceWorld(t, { limits: { badKeys: { perSecond: 0.1, burst: 1 } } })
  const secrets = await exercise(world)
  await world.preferences(secrets[1], 'x')
  const answer = await fetch(world.metricsUrl)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const text = await answer.text()
  for (const line of [
    'hallpass_consent_requests_total{route="preferences",status="200"} 4',
    'hallpass_consent_requests_total{route="preferences",status="401"} 1',
    'hallpass_consent_requests_total{route="token",status="400"} 2',
    'hallpass_consent_requests_total{route="none",status="404"} 1',
    'hallpass_consent_request_duration_seconds_count{route="session"} 2',
    'hallpass_consent_rate_limited_total{limit="badKeys"} 1',
    'hallpass_consent_store_errors_total 0',
    'hallpass_consent_changes_total{act="accept_all"} 1',
    'hallpass_consent_changes_total{act="reject_all"} 1',
    'hallpass_consent_changes_total{act="gpc"} 1',
    'hallpass_consent_visitors 1',
    'hallpass_consent_store_up 1',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line} in\n${text}`)
  }
  assert.match(text, /^process_resident_memory_bytes \d+$/m)
  for (const secret of secrets) assert.ok(!text.includes(secret), secret)
  // every line is a comment or a sample, and the text ends with one
  const sample = /^(?:#.*|[a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})? [-+\d.e]+)$/
  assert.ok(text.endsWith('\n'))
  for (const line of text.trimEnd().split('\n')) assert.match(line, sample)
})

test('metrics are on a port of their own, of this machine, and nothing else is there', async (t) => {
  const world = await serviceWorld(t)
  assert.equal(new URL(world.metricsUrl).hostname, '127.0.0.1')
  // Whatever a request says of where it comes from.
  for (const host of ['consent.example', 'Consent.Example', 'consent.example:443', 'localhost']) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await world.request('/metrics', { method, headers: { host } })
      assert.equal(answer.status, 404)
    }
  }
  for (const path of ['/', '/choices', '/dashboard', '/metrics/', '/metrics?x', '/_status/check']) {
    assert.equal((await fetch(new URL(path, world.metricsUrl))).status, 404, path)
  }
  assert.equal((await fetch(world.metricsUrl, { method: 'POST' })).status, 404)
  const head = await fetch(world.metricsUrl, { method: 'HEAD' })
  assert.deepEqual([head.status, await head.text()], [200, ''])
})

test('one line of JSON for each request, and no secret in any', async (t) => {
  const world = await serviceWorld(t)
  const secrets = await exercise(world)
  const lines = world.log.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.equal(lines.length, 13)
  for (const { time, level, message, method, route, status, ms, ...rest } of lines) {
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/)
    assert.deepEqual([level, message, rest], ['info', 'request', {}])
    assert.match(String(method), /^(?:GET|POST)$/)
    assert.match(String(route), /^(?:session|token|preferences|none|\/choices)$/)
    assert.ok(Number(status) >= 200 && Number(ms) >= 0)
  }
  assert.ok(world.log.every((line) => line.endsWith('}\n')))
  const text = world.log.join('')
  for (const secret of secrets) assert.ok(!text.includes(secret), secret)
})
