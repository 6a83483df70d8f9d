/** Sets of routes beside the login, in every adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../../support/browser.ts'
import type { World } from './world.ts'

export function routeSetTests(world: World): void {
  test('a set of routes answers its own, with all of its headers', async () => {
    const answer = await new Browser().send(`${world.plain}/ping?a=1`)
    assert.equal(answer.status, 200)
    assert.equal(answer.body, 'pong')
    assert.deepEqual(answer.cookies, ['a=1', 'b=2'])
    const head = await new Browser().send(`${world.plain}/ping`, { method: 'HEAD' })
    assert.equal(head.status, 200)
    assert.equal(head.body, '')
  })

  test('a second set reads the body that was sent', async () => {
    const options = { method: 'POST', form: { note: 'ä & b' }, from: world.plain } as const
    const answer = await new Browser().send(`${world.plain}/echo`, options)
    assert.equal(answer.status, 201)
    assert.equal(answer.body, 'note=%C3%A4+%26+b')
  })

  test('every other request goes on, signed in or not', async () => {
    const stranger = await new Browser().send(`${world.plain}/`)
    assert.equal(stranger.json().sub, null)
    const browser = await world.signedIn()
    assert.equal((await browser.send(`${world.plain}/me`)).json().sub, 'admin')
    assert.equal((await browser.send(`${world.plain}/ping/more`)).status, 404)
  })
}
