import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Answer, Browser } from '../../../tests/support/browser.ts'
import { portableFetch } from '../../http/outgoing.ts'
import { ACCOUNTS } from './accounts.ts'
import { type RunningProvider, startProvider } from './provider.ts'
import { openSite, type Site } from './site.ts'

const fetch = portableFetch()

describe('startProvider', () => {
  let app: Site
  let provider: RunningProvider
  const errors: Error[] = []
  before(async () => {
    app = await openSite('app.localhost', 0)
    app.serve((_request, response) => response.end('app'))
    provider = await startProvider({
      clients: [client('app', app.url)],
      accounts: ACCOUNTS,
      accessTokenTtl: 30,
      onError: (error) => errors.push(error),
    })
  })
  after(async () => {
    await provider.close()
    await app.close()
    assert.deepEqual(errors, [])
  })

  async function authorize(browser: Browser, extra: Record<string, string> = {}) {
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      scope: 'openid profile email groups',
      redirect_uri: `${app.url}/callback`,
      state: 's',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...extra,
    })
    return { verifier, page: await browser.visit(`${provider.issuer}/auth?${query}`) }
  }

  async function signIn(browser: Browser, form: Record<string, string>, extra = {}) {
    const { verifier, page } = await authorize(browser, extra)
    return { verifier, landed: await send(browser, page.url, form) }
  }

  async function token(form: Record<string, string>): Promise<Record<string, unknown>> {
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('app:secret')}` },
      body: new URLSearchParams(form),
    })
    return await response.json()
  }

  const send = (browser: Browser, url: string, form: Record<string, string> = {}) =>
    browser.visit(url, { method: 'POST', form, from: url })
  const query = (landed: Answer, name: string) => new URL(landed.url).searchParams.get(name)
  const path = (landed: Answer) => new URL(landed.url).pathname
  const code = (landed: Answer) => query(landed, 'code') ?? ''
  const exchange = (landed: Answer, verifier: string) =>
    token({
      grant_type: 'authorization_code',
      code: code(landed),
      code_verifier: verifier,
      redirect_uri: `${app.url}/callback`,
    })

  test('signs in with a password, and answers with the code, the state and the issuer', async () => {
    const { landed } = await signIn(new Browser(), { username: 'editor', password: 'demo' })
    assert.equal(landed.url.split('?')[0], `${app.url}/callback`)
    assert.equal(query(landed, 'state'), 's')
    assert.equal(query(landed, 'iss'), provider.issuer)
  })

  test('gives an ID token with the groups, a short access token and a refresh token', async () => {
    const { landed, verifier } = await signIn(new Browser(), { account: 'admin' })
    const tokens = await exchange(landed, verifier)
    assert.equal(tokens.expires_in, 30)
    const [, payload = ''] = String(tokens.id_token).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    assert.deepEqual(claims.groups, ['admin', 'editor'])
    assert.equal(claims.name, 'Ada Marsh')
    const next = await token({
      grant_type: 'refresh_token',
      refresh_token: String(tokens.refresh_token),
    })
    assert.equal(typeof next.access_token, 'string')
    assert.notEqual(next.refresh_token, tokens.refresh_token)
  })

  test('shows the page again for a wrong password, with the user name escaped', async () => {
    const { landed } = await signIn(new Browser(), { username: '"><b>', password: 'no' })
    assert.equal(landed.status, 400)
    assert.match(landed.body, /is not right/)
    assert.ok(!landed.body.includes('<b>'))
  })

  test('answers access_denied when the visitor cancels', async () => {
    const browser = new Browser()
    const { page } = await authorize(browser)
    const landed = await send(browser, `${page.url}/cancel`)
    assert.equal(query(landed, 'error'), 'access_denied')
  })

  test('lets in who is signed in, asks again for prompt=login, offers a choice for select_account', async () => {
    const browser = new Browser()
    await signIn(browser, { account: 'reader' })
    assert.equal(path((await authorize(browser)).page), '/callback')
    assert.match((await authorize(browser, { prompt: 'login' })).page.body, /Sign in again/)
    const picker = (await authorize(browser, { prompt: 'select_account' })).page
    assert.match(picker.body, /Choose an account/)
    const landed = await send(browser, picker.url, { account: 'editor' })
    assert.equal(path(landed), '/callback')
    assert.ok(code(landed))
  })

  test('signs out without a question for the ID token of the session, and with one without it', async () => {
    const browser = new Browser()
    const { landed, verifier } = await signIn(browser, { account: 'reader' })
    const tokens = await exchange(landed, verifier)
    const asked = await browser.visit(`${provider.issuer}/session/end`)
    assert.match(asked.body, /Sign out of Harbour ID\?/)
    const query = new URLSearchParams({
      id_token_hint: String(tokens.id_token),
      post_logout_redirect_uri: `${app.url}/bye`,
      state: 'x',
    })
    const end = `${provider.issuer}/session/end?${query}`
    assert.equal((await browser.visit(end)).url, `${app.url}/bye?state=x`)
    assert.equal((await browser.visit(end)).url, `${app.url}/bye?state=x`)
    const refused = await token({
      grant_type: 'refresh_token',
      refresh_token: String(tokens.refresh_token),
    })
    assert.equal(refused.error, 'invalid_grant')
  })

  test('registers one more app while it runs', async () => {
    await provider.addClient({ ...client('other', app.url), client_name: 'Other' })
    const { page } = await authorize(new Browser(), { client_id: 'other' })
    assert.match(page.body, /to continue to <strong>Other/)
  })

  test('allows no inline script and no framing on its pages', async () => {
    const browser = new Browser()
    const pages = [
      await browser.visit(provider.issuer),
      (await authorize(browser)).page,
      await browser.visit(`${provider.issuer}/auth`),
      await browser.visit(`${provider.issuer}/interaction/none`),
    ]
    for (const page of pages) {
      assert.match(
        String(page.headers['content-security-policy']),
        /script-src 'self';.*frame-ancestors 'none'/,
      )
      assert.doesNotMatch(page.body, /<script|<style|style=/)
      assert.match(page.body, /<h1>/)
    }
  })
})

function client(id: string, url: string) {
  return {
    client_id: id,
    client_secret: 'secret',
    redirect_uris: [`${url}/callback`],
    post_logout_redirect_uris: [`${url}/bye`],
    grant_types: ['authorization_code', 'refresh_token'],
  }
}
