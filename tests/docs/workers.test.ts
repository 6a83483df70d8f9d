/** The example for Workers, bundled and run by workerd with the settings of its page. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { command } from '../../scripts/test/command.ts'
import { type RunningProvider, startProvider } from '../../src/cli/demo/provider.ts'
import { Browser } from '../support/browser.ts'
import { startChild } from '../support/child-app.ts'
import { freePorts } from '../support/free-ports.ts'
import { ENVIRONMENT } from './environment.ts'
import { pageAt } from './pages.ts'
import { folderOf, layOut, openWorkshop } from './workshop.ts'

const PAGE = pageAt('docs/getting-started/fetch.md')
const program = (name: string) => resolve('tests/runtimes/node_modules/.bin', name)

let workshop: string
let address: string
let provider: RunningProvider
let worker: { close(): Promise<void> } | undefined
before(async () => {
  workshop = await openWorkshop()
  await layOut(workshop, PAGE)
  const [port = 0] = await freePorts(1)
  address = `http://shop.localhost:${port}`
  provider = await startProvider({
    // The resolver of workerd knows no other name of this machine.
    host: 'localhost',
    clients: [
      {
        client_id: ENVIRONMENT.CLIENT_ID ?? '',
        client_secret: ENVIRONMENT.CLIENT_SECRET ?? '',
        redirect_uris: [`${address}/auth/callback`],
      },
    ],
  })
  const cwd = folderOf(workshop, PAGE.path)
  await bundle(cwd)
  await writeFile(join(cwd, 'worker.capnp'), settings(port))
  worker = await startChild({
    command: program('workerd'),
    args: ['serve', 'worker.capnp'],
    cwd,
    port,
  })
})
after(async () => {
  await worker?.close()
  await provider.close()
  await rm(workshop, { recursive: true, force: true })
})

/** What wrangler does with a Worker. */
async function bundle(cwd: string): Promise<void> {
  const options = ['--bundle', '--format=esm', '--conditions=workerd,worker', '--log-level=error']
  const args = ['app.ts', ...options, '--external:node:*', '--outfile=worker.js']
  const { ok, output } = await command(program('esbuild'), args, { cwd })
  assert.ok(ok, output)
}

/** The page's `wrangler.json` as workerd's own settings, with this machine's addresses. */
function settings(port: number): string {
  const wrangler = JSON.parse(PAGE.blocks.find(({ language }) => language === 'json')?.text ?? '')
  const { BASE_URL: _base, ISSUER: _issuer, ...given } = ENVIRONMENT
  const variables = { ...wrangler.vars, ...given, BASE_URL: address, ISSUER: provider.issuer }
  const bindings = Object.entries(variables).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "internet", network = (allow = ["public", "private", "local"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "app")]
);
const app :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "${wrangler.compatibility_date}",
  compatibilityFlags = ${JSON.stringify(wrangler.compatibility_flags)},
  bindings = [${bindings.join(', ')}]
);
`
}

test('a visitor signs in to the Worker', async () => {
  const browser = new Browser()
  const form = await browser.visit(`${address}/me`)
  assert.ok(form.url.startsWith(provider.issuer), form.url)
  const me = await browser.submit(form, { username: 'admin', password: 'demo' })
  assert.equal(me.url, `${address}/me`)
  assert.equal(me.json().sub, 'admin')
  assert.equal((await browser.visit(`${address}/`)).body, 'Hello, Ada Marsh')
})
