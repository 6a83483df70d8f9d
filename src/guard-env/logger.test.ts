import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { LoggedLines } from '../../tests/support/clock.ts'
import { guardFromEnv } from './guard-from-env.ts'
import { guardLogger } from './logger.ts'

const ENV = {
  AGS_CLIENT_ISSUER: 'https://id.example',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret of the client',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
  AGS_CLIENT_SESSION_SECRET: 'the secret of the sessions',
  HALLPASS_BASE_URL: 'https://shop.example',
}
const folder = mkdtempSync(join(tmpdir(), 'hallpass-guard-log-'))
after(() => rmSync(folder, { recursive: true }))

describe('the log of a guard', () => {
  test('the log file gets every line, and a file that breaks stops nothing', () => {
    const path = join(folder, 'guard.log')
    const env = { AGS_CLIENT_LOG_PATH: path, HALLPASS_GUARD_MODE: 'report' }
    const log = new LoggedLines()
    const pass = guardFromEnv({ ...ENV, ...env }, { logger: log })
    pass.handle(exchangeOf({ url: '/account?token=hush' }))
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ level, message }) => [level, message]),
      [
        ['warn', 'HALLPASS_GUARD_MODE is report: every page is open, and refusals are only logged'],
        ['warn', 'would refuse: login_required'],
      ],
    )
    assert.ok(lines.every(({ time }) => !Number.isNaN(Date.parse(time))))
    assert.equal(lines[1].path, '/account')
    rmSync(path)
    pass.handle(exchangeOf({ url: '/account' }))
    assert.equal(readFileSync(path, 'utf8').trim().split('\n').length, 1, 'made anew')
    rmSync(path)
    const blocked = join(path, 'now-a-folder')
    mkdirSync(blocked, { recursive: true })
    assert.ok(!(pass.handle(exchangeOf({ url: '/account' })) instanceof Promise))
    assert.ok(!(pass.handle(exchangeOf({ url: '/account' })) instanceof Promise))
    const said = log.lines.filter((line) => line.includes('AGS_CLIENT_LOG_PATH cannot be written'))
    assert.equal(said.length, 1)
  })

  test('shows what is informative on the console only with AGS_CLIENT_DEBUG', (t) => {
    const shown = t.mock.method(console, 'warn', () => undefined)
    guardLogger({ debug: false, path: undefined, logger: undefined }).info('login')
    assert.equal(shown.mock.callCount(), 0)
    guardLogger({ debug: true, path: undefined, logger: undefined }).info('login')
    assert.equal(shown.mock.callCount(), 1)
  })
})
