import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../usage.ts'
import { DOCTOR_HELP, doctorArguments } from './options.ts'

test('without options, the environment is checked, and everybody asked', () => {
  assert.deepEqual(doctorArguments([]), {
    envFile: undefined,
    config: undefined,
    settings: {},
    json: false,
    isOffline: false,
    timeout: 8,
    help: false,
  })
})

test('options stand for the settings of guard serve, and take the other way in away', () => {
  const upstream = 'http://127.0.0.1:9000'
  assert.deepEqual(doctorArguments(['--upstream', upstream]).settings, {
    HALLPASS_UPSTREAM: upstream,
    HALLPASS_FORWARD_AUTH: undefined,
  })
  assert.deepEqual(doctorArguments(['--forward-auth']).settings, {
    HALLPASS_FORWARD_AUTH: 'true',
    HALLPASS_UPSTREAM: undefined,
  })
})

test('what makes no sense is wrong usage', () => {
  const wrong: readonly [string[], RegExp][] = [
    [['now'], /takes options only/],
    [['--colour'], /Unknown option '--colour'/],
    [['--env-file', ''], /--env-file must name a file/],
    [['--config='], /--config must name a file/],
    [['--timeout', '0'], /from 1 to 60/],
    [['--timeout', '61'], /from 1 to 60/],
    [['--timeout', 'soon'], /from 1 to 60/],
  ]
  for (const [args, message] of wrong) {
    assert.throws(
      () => doctorArguments(args),
      (error) => error instanceof UsageError && message.test(error.message),
    )
  }
})

test('the help names every option', () => {
  for (const name of [
    'env-file',
    'config',
    'upstream',
    'forward-auth',
    'json',
    'no-network',
    'timeout',
    'help',
  ]) {
    assert.match(DOCTOR_HELP, new RegExp(`--${name}\\b`))
  }
})
