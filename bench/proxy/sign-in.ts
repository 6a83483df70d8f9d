/** A real login at a server; and that the server lets in nobody else. */
import assert from 'node:assert/strict'
import { Browser } from '../../tests/support/browser.ts'
import { ACCOUNT } from './setup.ts'

/** The `Cookie` header of a visitor who signed in at `url`. @throws when a stranger gets the page */
export async function signIn(url: string): Promise<string> {
  const stranger = await fetch(url, { redirect: 'manual' })
  assert.notEqual(stranger.status, 200, `${url} lets in a stranger`)
  const browser = new Browser()
  const page = await browser.visit(url)
  const shown = await browser.submit(page, { username: ACCOUNT.id, password: ACCOUNT.password })
  assert.equal(shown.status, 200, `${shown.url}: ${shown.body.slice(0, 400)}`)
  const cookie = browser.jar.header(new URL(url), { method: 'GET', navigation: true })
  assert.ok(cookie, `${url} set no cookie`)
  const again = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  assert.equal((await again.text()).length, 1024, `${url} does not show the app`)
  return cookie
}
