/** What is around the app: the provider, proxies, clients that go away. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { Browser } from '../../support/browser.ts'
import { SHOP, type World } from './world.ts'

export function outsideTests(world: World): void {
  test('with the provider down a login gets a 503 page, and public pages work', async () => {
    const browser = new Browser()
    assert.equal((await browser.send(`${world.orphan}/`)).status, 200)
    const page = await browser.visit(`${world.orphan}/me`)
    assert.equal(page.status, 503)
    assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    assert.notEqual(page.headers['retry-after'], undefined)
    assert.equal((await browser.send(`${world.orphan}/count`)).json().visits, 1)
  })

  test('a trusted proxy says under which address the world sees the app', async () => {
    const browser = world.proxied()
    const start = await browser.send(`${SHOP}/auth/login?returnTo=/me`)
    for (const line of start.cookies) assert.match(line, /^__(Host|Secure)-.*; Secure/)
    const page = await world.logIn(browser, `${SHOP}/me`)
    assert.equal(page.url, `${SHOP}/me`)
    assert.equal(page.json().sub, 'admin')
  })

  test('nobody else says so', async () => {
    const { host, port } = new URL(world.plain.replace('shop.', 'other.'))
    const headers = { 'x-forwarded-host': host, forwarded: `host="${host}"` }
    const browser = new Browser({ [world.plain]: { port: Number(port), headers } })
    const page = await world.logIn(browser, `${world.plain}/me`)
    assert.equal(page.url, `${world.plain}/me`)
  })

  test('clients that go away midway harm nobody', async () => {
    const host = new URL(world.plain).host
    const cut = `POST /auth/logout HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 99\r\n\r\nreturnTo=`
    const stream = `GET /stream HTTP/1.1\r\nhost: ${host}\r\n\r\n`
    for (const text of [cut, stream, cut, stream]) await sendAndLeave(world.plain, text)
    const answer = await new Browser().send(`${world.plain}/`)
    assert.equal(answer.status, 200)
  })

  test('a body that is too large is refused', async () => {
    const answer = await new Browser().send(`${world.plain}/auth/logout`, {
      method: 'POST',
      form: { returnTo: 'x'.repeat(80_000) },
      from: world.plain,
    })
    assert.equal(answer.status, 413)
    assert.equal((await new Browser().send(`${world.plain}/`)).status, 200)
  })
}

function sendAndLeave(origin: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => {
      socket.write(text)
      setTimeout(() => {
        socket.destroy()
        resolve()
      }, 20)
    })
    socket.on('error', reject)
  })
}
