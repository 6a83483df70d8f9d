/** Signed cookies of other services, in every adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quoteCookieValue } from '../../../src/signing.ts'
import { type Answer, Browser } from '../../support/browser.ts'
import { manager, staging } from '../apps/services.ts'
import type { World } from './world.ts'

export function servicesTests(world: World): void {
  const call = (path: string, cookie?: string, method = 'GET'): Promise<Answer> =>
    new Browser().send(`${world.plain}${path}`, {
      method,
      mode: 'cors',
      from: world.plain,
      ...(cookie !== undefined && { headers: { cookie } }),
    })

  test('a signed cookie of any registered key opens, in every spelling', async () => {
    const signed = manager.sign({ user_id: 7 }, 'reports')
    for (const value of [signed, quoteCookieValue(signed), encodeURIComponent(signed)]) {
      const answer = await call('/status', `other=1; service=${value}`)
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json(), { user_id: 7, key_id: 'reports' })
    }
  })

  test('where a key is named, only that one opens', async () => {
    const billing = `service=${manager.sign({ invoice: 1 }, 'billing')}`
    assert.deepEqual((await call('/invoices', billing, 'POST')).json(), {
      invoice: 1,
      key_id: 'billing',
    })
    const reports = `service=${manager.sign({ invoice: 1 }, 'reports')}`
    assert.equal((await call('/invoices', reports, 'POST')).status, 401)
  })

  test('no cookie, a changed one, and one of another environment get 401', async () => {
    const signed = manager.sign({ a: 1 }, 'billing')
    const refused = [
      undefined,
      'service=',
      `service=${signed}x`,
      `service=${staging.sign({ a: 1 }, 'billing')}`,
      `Service=${signed}`,
    ]
    for (const cookie of refused) {
      const answer = await call('/status', cookie)
      assert.equal(answer.status, 401)
      assert.equal(answer.json().code, 'key_required')
      assert.match(answer.headers['www-authenticate'] ?? '', /^Cookie .*cookie-name="service"$/)
    }
  })

  test('a path rule holds with a key, too', async () => {
    assert.equal((await call('/services/page')).status, 401)
    const signed = manager.sign({}, 'billing')
    assert.equal((await call('/services/page', `service=${signed}`)).status, 200)
  })

  test('a login is no key', async () => {
    const admin = await world.signedIn('admin')
    assert.equal((await admin.send(`${world.plain}/status`)).status, 401)
  })
}
