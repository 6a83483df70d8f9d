import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Browser } from '../support/browser.ts'
import type { AppConfig } from './apps/pass.ts'
import { QUIET, RUNTIMES, startRuntime } from './apps/runtimes.ts'
import { ACCESS_TOKEN_TTL, type World } from './suite/world.ts'
import { suite } from './suite.ts'

const next = join(RUNTIMES, 'node_modules/next/dist/bin/next')
const app = join(RUNTIMES, 'next-app')

// Next.js loads the routes while it builds them; what it serves is said when it starts.
const unused: AppConfig = {
  port: 1,
  baseUrl: 'http://shop.localhost:1',
  issuer: 'http://id.localhost:2',
  responseMode: 'query',
  parseFirst: false,
}
await promisify(execFile)(process.execPath, [next, 'build', app], {
  env: { ...process.env, ...QUIET, HALLPASS_TEST_APP: JSON.stringify(unused) },
})

suite(
  {
    name: 'Next.js 16',
    start: (config) => {
      const args = ['start', app, '--hostname', '127.0.0.1', '--port', String(config.port)]
      return startRuntime(config, process.execPath, [next, ...args])
    },
    peerAddress: false,
    // What a route handler throws is answered outside of it.
    ownErrorPages: false,
  },
  componentTests,
)

function componentTests(world: World): void {
  test('a server component sees who looks at the page', async () => {
    const stranger = await new Browser().send(`${world.plain}/component`)
    assert.match(shown(stranger.body), /"sub":null/)
    const browser = await world.signedIn('editor')
    const page = await browser.send(`${world.plain}/component`)
    assert.match(shown(page.body), /"sub":"editor","groups":\["editor"\]/)
  })

  test('what the proxy clears is not there for the page', async () => {
    const browser = new Browser()
    browser.jar.set(world.plain, 'hallpass', 'forged')
    const page = await browser.send(`${world.plain}/component`)
    assert.match(shown(page.body), /"sub":null/)
    assert.deepEqual(browser.jar.at(`${world.plain}/`), {})
  })

  test('a refresh that is due is made by the proxy, for pages and routes alike', async () => {
    const browser = await world.signedIn('editor')
    await sleep(ACCESS_TOKEN_TTL * 1000 + 500)
    const page = await browser.send(`${world.plain}/component`)
    assert.equal(page.cookies.length, 1, 'the successor')
    assert.match(shown(page.body), /"sub":"editor"/)
    const route = await browser.send(`${world.plain}/token`)
    assert.equal(typeof route.json().token, 'string')
    assert.deepEqual(route.cookies, [])
  })

  test('no header of a client goes past the proxy', async () => {
    const signedIn = await world.signedIn()
    const cookie = `hallpass=${signedIn.jar.at(`${world.plain}/`).hallpass}`
    for (const headers of [
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { 'x-middleware-next': '1' },
      { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': cookie },
    ]) {
      const options = { mode: 'cors', from: world.plain, headers } as const
      const guarded = await new Browser().send(`${world.plain}/guarded/page`, options)
      assert.equal(guarded.status, 401, Object.keys(headers).join())
      const page = await new Browser().send(`${world.plain}/component`, { headers })
      assert.match(shown(page.body), /"sub":null/, Object.keys(headers).join())
    }
  })
}

function shown(html: string): string {
  return html.replaceAll('&quot;', '"')
}
