/** The file that configured ags_client, as it is: every name of it, and one of ours. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseEnv } from 'node:util'
import { mount } from '../../src/fetch.ts'
import { guardFromEnv } from '../../src/guard.ts'
import { SHOP, Visitor } from '../provider/visitor.ts'
import { LoggedLines } from '../support/clock.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { CLIENT } from './world.ts'

test('the env file that configured the Python middleware configures this one', async (t) => {
  const provider = await HostileProvider.start()
  t.after(() => provider.close())
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-guard-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ags.log')
  const env = parseEnv(`
AGS_CLIENT_ISSUER=${provider.issuer}
AGS_CLIENT_ID=${CLIENT.id}
AGS_CLIENT_SECRET="${CLIENT.secret}"
AGS_CLIENT_AUTHENTICATED_PATHS=private,orders/[0-9]+,
AGS_CLIENT_SIGN_OUT_PATH=account/bye
AGS_CLIENT_DEBUG=True
AGS_CLIENT_LOG_PATH=${file}
AGS_CLIENT_SESSION_COOKIE=shop_session
AGS_CLIENT_SESSION_SECRET="a session secret of sixteen bytes or more"
AGS_CLIENT_CALLBACK_PATH=signed-in
AGS_CLIENT_FEATURE_FLAG_COOKIE=shop_flag
AGS_CLIENT_FEATURE_FLAG_DEFAULT=False
AGS_CLIENT_VERIFY_SSL=True
`)
  provider.clients = [{ ...CLIENT, redirectUris: [`${SHOP}/signed-in`] }]
  const logger = new LoggedLines()
  const pass = guardFromEnv({ ...env, HALLPASS_BASE_URL: SHOP }, { logger })
  const app = mount(pass, (request, { user }) =>
    Response.json({ at: new URL(request.url).pathname, sub: user?.sub ?? null }),
  )
  const visitor = new Visitor(app)
  const at = async (path: string) => {
    const answer = await visitor.send(path)
    return answer.location === '' ? JSON.parse(answer.body).at : answer.location
  }

  // The default of the flag is off: the app is as it was.
  assert.equal(await at('/private'), '/private')
  assert.equal((await visitor.send('/toggle-feature/shop_flag')).status, 200)
  assert.equal(visitor.jar.at(SHOP).shop_flag, '1')

  const login = /\/_hallpass\/login\?returnTo=/
  // The last entry is empty, which is the start page, to ags_client, too.
  for (const path of ['/private', '/private/', '/orders/7', '/orders/7/', '/']) {
    assert.match(await at(path), login, path)
  }
  for (const path of ['/private/x', '/orders', '/orders/x', '/orders/7/x', '/other']) {
    assert.equal(await at(path), path)
  }

  const page = await visitor.visit('/orders/7')
  assert.deepEqual(JSON.parse(page.body), { at: '/orders/7', sub: 'alice' })
  assert.equal(provider.callsOf('authorize')[0]?.query.get('redirect_uri'), `${SHOP}/signed-in`)
  assert.equal(provider.callsOf('authorize')[0]?.query.get('scope'), 'openid profile')
  assert.ok(visitor.jar.at(SHOP)['__Host-shop_session'])

  const away = new URL(
    (
      await visitor.send('/account/bye', {
        from: SHOP,
        headers: { 'sec-fetch-site': 'same-origin' },
      })
    ).location,
  )
  assert.equal(away.searchParams.get('post_logout_redirect_uri'), `${SHOP}/account/bye`)
  const back = await visitor.visit(`/account/bye?state=${away.searchParams.get('state')}`)
  assert.deepEqual(JSON.parse(back.body), { at: '/account/bye', sub: null })
  assert.deepEqual(provider.complaints, [])

  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const messages = lines.map((line) => JSON.parse(line).message)
  assert.ok(messages.includes('login'))
  for (const secret of [
    ...provider.secrets,
    CLIENT.secret,
    String(env.AGS_CLIENT_SESSION_SECRET),
  ]) {
    assert.ok(!lines.join('\n').includes(secret) && !logger.text.includes(secret))
  }
})
