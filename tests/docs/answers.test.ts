/** The JSON on the pages is what a service really answers, or a file that is right. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, test } from 'node:test'
import { type RunningProvider, startProvider } from '../../src/cli/demo/provider.ts'
import { createHallpass } from '../../src/index.ts'
import { oidc } from '../../src/login.ts'
import { mount, requireLogin } from '../../src/node.ts'
import { Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'
import { PAGES, pageAt } from './pages.ts'

/** The pages with JSON on them, each with one block, which a test here holds to be true. */
const PROVED = [
  // Both of these in consent.test.ts.
  'docs/consent-policies.md',
  'docs/migrating-from-cookie-policy.md',
  'docs/getting-started/fetch.md',
  // In guard-proxy.test.ts, and in guard.test.ts.
  'docs/guard-proxy.md',
  'docs/guard-rules.md',
  'docs/login.md',
  // In rest.test.ts.
  'docs/rest.md',
  'docs/protecting.md',
].sort()

const CLIENT = { clientId: 'shop', clientSecret: 'a secret of the tests' }

let address: string
let provider: RunningProvider
let server: Server
before(async () => {
  const [port = 0] = await freePorts(1)
  address = `http://shop.localhost:${port}`
  provider = await startProvider({
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${address}/auth/callback`],
      },
    ],
  })
  const pass = createHallpass({
    baseUrl: address,
    secrets: ['the secret of the documentation tests'],
    login: oidc({ ...CLIENT, issuer: provider.issuer }),
  })
  const page = requireLogin()((_request, response) => response.end('a page'))
  server = createServer(mount(pass, page)).listen(port)
})
after(async () => {
  server.closeAllConnections()
  server.close()
  await provider.close()
})

function jsonOf(page: string): unknown {
  const found = pageAt(page).blocks.filter(({ language }) => language === 'json')
  assert.equal(found.length, 1, `${page} has one block of JSON`)
  return JSON.parse(found[0]?.text ?? '')
}

/** The value with what differs in each run, times and the issuer, replaced by words. */
function general(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/:1[0-9]{9}\b/g, ':"a time"')
  return JSON.parse(text.replaceAll(provider.issuer, 'https://accounts.example.com'))
}

test('every page with JSON is one that is tested here', () => {
  const pages = PAGES.filter((page) => page.blocks.some(({ language }) => language === 'json'))
  assert.deepEqual(pages.map(({ path }) => path).sort(), PROVED)
})

test('a script that is not signed in gets the answer of docs/protecting.md', async () => {
  const answer = await new Browser().send(`${address}/`, {
    mode: 'cors',
    from: address,
    headers: { referer: `${address}/account` },
  })
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  assert.deepEqual(answer.json(), jsonOf('docs/protecting.md'))
})

test('/auth/session answers as docs/login.md says', async () => {
  const browser = new Browser()
  const form = await browser.visit(`${address}/`)
  const page = await browser.submit(form, { username: 'admin', password: 'demo' })
  assert.equal(page.body, 'a page')
  const answer = await browser.send(`${address}/auth/session`, { mode: 'cors', from: address })
  assert.deepEqual(general(answer.json()), general(jsonOf('docs/login.md')))
})

test('the settings of a Worker on docs/getting-started/fetch.md have what hallpass needs', () => {
  const settings = jsonOf('docs/getting-started/fetch.md')
  assert.ok(typeof settings === 'object' && settings !== null && 'compatibility_date' in settings)
  // From this date on the variables are in `process.env` too.
  assert.ok(String(settings.compatibility_date) >= '2025-04-01')
  assert.ok('compatibility_flags' in settings && Array.isArray(settings.compatibility_flags))
  assert.ok(settings.compatibility_flags.includes('nodejs_compat'))
})
