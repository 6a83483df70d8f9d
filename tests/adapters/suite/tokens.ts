/** Tokens of programs, in every adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, Browser } from '../../support/browser.ts'
import { tokens } from '../apps/services.ts'
import type { World } from './world.ts'

export function tokensTests(world: World): void {
  const call = (path: string, authorization?: string, method = 'GET'): Promise<Answer> =>
    new Browser().send(`${world.plain}${path}`, {
      method,
      mode: 'cors',
      from: world.plain,
      ...(authorization !== undefined && { headers: { authorization } }),
    })
  const una = { sub: 'una', scopes: ['notes:read'] }
  const editor = { sub: 'eda', scopes: ['notes:read', 'notes:write'] }

  test('a token reaches the handler, parsed and as it came', async () => {
    const token = await tokens.issue(una)
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const answer = await call('/notes', `${scheme} ${token}`)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['cache-control'], 'no-store')
      assert.deepEqual(answer.json(), { ...una, raw: token })
    }
  })

  test('a token in the address opens where the app takes it, and nowhere else', async () => {
    const token = await tokens.issue(editor)
    assert.equal((await call(`/notes?token=${token}`)).status, 200)
    assert.equal((await call(`/notes?token=${token}`, undefined, 'POST')).status, 401)
    const twice = await call(`/notes?token=${token}`, `Bearer ${token}`)
    assert.equal(twice.status, 400)
    assert.match(twice.headers['www-authenticate'] ?? '', /error="invalid_request"/)
  })

  test('without a token: 401, with a challenge that names no error', async () => {
    for (const authorization of [undefined, '', 'Basic dW5hOng=', 'Bearerx y']) {
      const answer = await call('/notes', authorization)
      assert.equal(answer.status, 401)
      assert.equal(answer.json().code, 'token_required')
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="hallpass"')
    }
  })

  test('a token that is not good: 401 invalid_token', async () => {
    const token = await tokens.issue(una)
    for (const bad of [
      '',
      '%',
      'x',
      `${token}x`,
      `${token.slice(0, -4)}AAAA`,
      `${token} ${token}`,
    ]) {
      const answer = await call('/notes', `Bearer ${bad}`)
      assert.equal(answer.status, 401)
      assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer .*error="invalid_token"/)
    }
  })

  test('a token without the scope: 403 insufficient_scope, which it names', async () => {
    const refused = await call('/notes', `Bearer ${await tokens.issue(una)}`, 'POST')
    assert.equal(refused.status, 403)
    assert.match(
      refused.headers['www-authenticate'] ?? '',
      /error="insufficient_scope".*scope="notes:write"$/,
    )
    const taken = await call('/notes', `Bearer ${await tokens.issue(editor)}`, 'POST')
    assert.deepEqual(taken.json(), editor)
  })

  test('a path rule holds with a token, too', async () => {
    assert.equal((await call('/tokens/page')).status, 401)
    assert.equal((await call('/tokens/page', `Bearer ${await tokens.issue(una)}`)).status, 403)
    assert.equal((await call('/tokens/page', `Bearer ${await tokens.issue(editor)}`)).status, 200)
  })

  test('a login is no token', async () => {
    const admin = await world.signedIn('admin')
    assert.equal((await admin.send(`${world.plain}/notes`)).status, 401)
  })
}
