/** Every example runs: as it is documented, on the built package. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningProvider, startProvider } from '../../src/cli/demo/provider.ts'
import { Browser } from '../support/browser.ts'
import { startChild } from '../support/child-app.ts'
import { freePorts } from '../support/free-ports.ts'
import { program } from './apps/runtimes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const EXAMPLES = [
  { name: 'express', command: process.execPath },
  { name: 'fastify', command: process.execPath },
  { name: 'hono', command: process.execPath },
  { name: 'koa', command: process.execPath },
  { name: 'node', command: process.execPath },
  { name: 'fetch', command: program('bun') },
] as const

describe('examples', () => {
  let provider: RunningProvider | undefined
  before(async () => {
    if (!existsSync(`${root}/dist/index.js`)) {
      spawnSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: 'inherit' })
    }
    provider = await startProvider({ clients: [] })
  })
  after(() => provider?.close())

  for (const { name, command } of EXAMPLES) {
    test(`examples/${name} greets, and shows who signed in`, async () => {
      const [port = 0] = await freePorts(1)
      const origin = `http://localhost:${port}`
      await provider?.addClient({
        client_id: name,
        client_secret: `the secret of the example ${name}`,
        redirect_uris: [`${origin}/auth/callback`],
      })
      const app = await startChild({
        command,
        args: [`${root}/examples/${name}/app.ts`],
        cwd: root,
        env: {
          PORT: String(port),
          ISSUER: provider?.issuer ?? '',
          CLIENT_ID: name,
          CLIENT_SECRET: `the secret of the example ${name}`,
          HALLPASS_SECRET: 'a secret for the examples, 32 bytes',
        },
        port,
      })
      try {
        const browser = new Browser()
        assert.equal((await browser.send(`${origin}/`)).body, 'Hello, stranger. Visits: 1')
        const login = await browser.visit(`${origin}/me`)
        const page = await browser.submit(login, { username: 'editor', password: 'demo' })
        assert.equal(page.url, `${origin}/me`)
        assert.equal(page.json().sub, 'editor')
        assert.match((await browser.send(`${origin}/`)).body, /^Hello, .+\. Visits: \d$/)
        if (name !== 'koa') assert.equal((await browser.send(`${origin}/ops`)).status, 403)
      } finally {
        await app.close()
      }
    })
  }
})
