import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { UsageError } from '../usage.ts'
import { faultPage, serveArguments } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-guard-options-'))
after(() => rmSync(folder, { recursive: true }))

describe('the options of guard serve', () => {
  test('are settings of the environment, and come first', () => {
    const args = ['--port', '80', '--upstream', 'http://127.0.0.1:9000', '--metrics-port', '0']
    const asked = serveArguments(args, { HALLPASS_PORT: '81', HALLPASS_HOST: '::1' })
    assert.deepEqual(asked?.env, {
      HALLPASS_PORT: '80',
      HALLPASS_HOST: '::1',
      HALLPASS_UPSTREAM: 'http://127.0.0.1:9000',
      HALLPASS_METRICS_PORT: '0',
      HALLPASS_FORWARD_AUTH: undefined,
    })
  })

  test('one of the two ways to guard takes the place of the other', () => {
    const forward = serveArguments(['--forward-auth'], { HALLPASS_UPSTREAM: 'http://a' })
    assert.deepEqual(forward?.env, { HALLPASS_UPSTREAM: undefined, HALLPASS_FORWARD_AUTH: 'true' })
    const upstream = serveArguments(['--upstream', 'http://b'], { HALLPASS_FORWARD_AUTH: 'true' })
    assert.equal(upstream?.env.HALLPASS_FORWARD_AUTH, undefined)
    const both = serveArguments(['--upstream', 'http://b', '--forward-auth'], {})?.env
    assert.deepEqual(both, { HALLPASS_UPSTREAM: 'http://b', HALLPASS_FORWARD_AUTH: 'true' })
  })

  test('an env file stands behind the environment', () => {
    const file = join(folder, '.env')
    writeFileSync(file, '# of the shop\nAGS_CLIENT_ID="shop"\nHALLPASS_PORT=90\n')
    const { env } = serveArguments(['--env-file', file], { HALLPASS_PORT: '91' }) ?? {}
    assert.deepEqual({ ...env }, { AGS_CLIENT_ID: 'shop', HALLPASS_PORT: '91' })
    assert.throws(() => serveArguments(['--env-file', join(folder, 'none')], {}), {
      message: `--env-file ${folder}/none cannot be read: there is no such file.`,
    })
  })

  test('what makes no sense is wrong usage', () => {
    for (const args of [['--colour'], ['now'], ['--port']]) {
      assert.throws(
        () => serveArguments(args, {}),
        (error) => error instanceof UsageError && error.help === 'hallpass guard serve --help',
      )
    }
    assert.equal(serveArguments(['--help', '--port', 'x'], {}), undefined)
  })
})

test('a page of faults names them as they were given, each once', () => {
  const { named = String } = serveArguments(['--port', 'x'], {}) ?? {}
  const issues = [
    { path: 'HALLPASS_PORT', message: 'must be a number' },
    { path: 'HALLPASS_PORT', message: 'must be a number' },
    { path: 'HALLPASS_METRICS_PORT', message: 'must be another than HALLPASS_PORT' },
    { path: 'HALLPASS_UPSTREAM', message: 'is missing' },
  ]
  assert.match(
    faultPage(issues, named),
    /are wrong\.\n\n {2}- --port must be a number\n {2}- HALLPASS_METRICS_PORT must be another than --port\n {2}- HALLPASS_UPSTREAM is missing\n\n/,
  )
  assert.match(
    faultPage(issues.slice(3), named),
    /^the guard was not started: a setting is wrong\./,
  )
})
