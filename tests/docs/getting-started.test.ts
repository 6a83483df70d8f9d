/** The example of each page is started by the command on the page, and signs a visitor in. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type RunningProvider, startProvider } from '../../src/cli/demo/provider.ts'
import { Browser } from '../support/browser.ts'
import { startChild } from '../support/child-app.ts'
import { freePorts } from '../support/free-ports.ts'
import { ENVIRONMENT } from './environment.ts'
import { pageAt } from './pages.ts'
import { folderOf, layOut, openWorkshop } from './workshop.ts'

const FOLDER = 'docs/getting-started'

/** Pages with a program, and how the line that starts it begins. */
const PROGRAMS: readonly [page: string, starts: string][] = [
  ['README.md', 'node '],
  [`${FOLDER}/express.md`, 'node '],
  [`${FOLDER}/fastify.md`, 'node '],
  [`${FOLDER}/hono.md`, 'node '],
  [`${FOLDER}/koa.md`, 'node '],
  [`${FOLDER}/node.md`, 'node '],
  [`${FOLDER}/fetch.md`, 'bun '],
  [`${FOLDER}/fetch.md`, 'deno '],
  ['docs/migrating-from-express-openid-connect.md', 'node '],
]

/** Where the runtimes are that only the tests install. */
const PATH = [resolve('tests/runtimes/node_modules/.bin'), process.env.PATH].join(delimiter)

/** The line of a page that starts its program, in words. */
function startLine(page: string, starts: string): readonly string[] {
  const lines = pageAt(page)
    .blocks.filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
  const line = lines.find((one) => one.startsWith(starts) && one.endsWith('.ts'))
  assert.ok(line, `${page} does not say how to start it with ${starts}`)
  return line.split(' ')
}

let workshop: string
let provider: RunningProvider
let ports: number[]
before(async () => {
  workshop = await openWorkshop()
  ports = await freePorts(PROGRAMS.length)
  const addresses = ports.map((port) => `http://shop.localhost:${port}`)
  provider = await startProvider({
    clients: [
      {
        client_id: ENVIRONMENT.CLIENT_ID ?? '',
        client_secret: ENVIRONMENT.CLIENT_SECRET ?? '',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: addresses.map((address) => `${address}/auth/callback`),
        post_logout_redirect_uris: addresses.map((address) => `${address}/auth/logged-out`),
      },
    ],
  })
})
after(async () => {
  await provider.close()
  await rm(workshop, { recursive: true, force: true })
})

for (const [index, [page, starts]] of PROGRAMS.entries()) {
  describe(`${page} with ${starts.trim()}`, () => {
    let app: { close(): Promise<void> }
    let address: string
    before(async () => {
      const port = ports[index] ?? 0
      address = `http://shop.localhost:${port}`
      const values = { ...ENVIRONMENT, BASE_URL: address, ISSUER: provider.issuer, PORT: port }
      const cwd = folderOf(workshop, page)
      await layOut(workshop, pageAt(page))
      const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
      await writeFile(join(cwd, '.env'), lines.join(''))
      const [command = '', ...args] = startLine(page, starts)
      app = await startChild({
        command,
        args: args.map((arg) => arg.replace('=3000', `=${port}`)),
        cwd,
        env: { PATH, DENO_NO_UPDATE_CHECK: '1' },
        port,
      })
    })
    after(() => app?.close())

    test('a stranger sees the public page, and is sent to the provider for the other', async () => {
      const browser = new Browser()
      const home = await browser.visit(`${address}/`)
      assert.equal(home.status, 200)
      assert.equal(home.body, 'Hello, stranger')
      const me = await browser.send(`${address}/me`)
      assert.equal(me.status, 302)
      assert.equal(me.headers.location, '/auth/login?returnTo=%2Fme')
      const script = await browser.send(`${address}/me`, { mode: 'cors', from: address })
      assert.equal(script.status, 401)
    })

    test('a visitor signs in, is greeted by name, and signs out', async () => {
      const browser = new Browser()
      const form = await browser.visit(`${address}/me`)
      assert.ok(form.url.startsWith(provider.issuer), form.url)
      const me = await browser.submit(form, { username: 'admin', password: 'demo' })
      assert.equal(me.url, `${address}/me`)
      assert.equal(me.json().sub, 'admin')
      const home = await browser.visit(`${address}/`)
      assert.equal(home.body, 'Hello, Ada Marsh')
      await browser.visit(`${address}/auth/logout`, { method: 'POST', from: address })
      const after = await browser.visit(`${address}/`)
      assert.equal(after.body, 'Hello, stranger')
    })
  })
}
