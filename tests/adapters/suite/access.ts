import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../../support/browser.ts'
import type { World } from './world.ts'

export function accessTests(world: World): void {
  for (const path of ['/me', '/guarded/page']) {
    test(`${path}: a navigation that is not signed in is sent to the login`, async () => {
      const answer = await new Browser().send(`${world.plain}${path}`)
      assert.ok([302, 303, 307].includes(answer.status), String(answer.status))
      assert.notEqual(answer.headers.location, undefined)
      assert.doesNotMatch(answer.body, /"sub"/)
    })

    test(`${path}: a script that is not signed in gets 401 problem+json`, async () => {
      const answer = await new Browser().send(`${world.plain}${path}`, {
        mode: 'cors',
        from: world.plain,
      })
      assert.equal(answer.status, 401)
      assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/)
      assert.notEqual(answer.headers['www-authenticate'], undefined)
      assert.equal(answer.headers.location, undefined)
      assert.equal(answer.json().code, 'login_required')
    })

    test(`${path}: HEAD is answered as GET, without a body`, async () => {
      const stranger = await new Browser().send(`${world.plain}${path}`, {
        method: 'HEAD',
        mode: 'cors',
        from: world.plain,
      })
      assert.equal(stranger.status, 401)
      assert.equal(stranger.body, '')
      const browser = await world.signedIn()
      const known = await browser.send(`${world.plain}${path}`, { method: 'HEAD' })
      assert.equal(known.status, 200)
      assert.equal(known.body, '')
    })
  }

  for (const path of ['/ops', '/secret/page']) {
    test(`${path}: only the group gets in, others are refused with 403`, async () => {
      const admin = await world.signedIn('admin')
      assert.equal((await admin.send(`${world.plain}${path}`)).status, 200)
      const reader = await world.signedIn('reader')
      const page = await reader.send(`${world.plain}${path}`)
      assert.equal(page.status, 403)
      assert.match(page.headers['content-type'] ?? '', /^text\/html/)
      const data = await reader.send(`${world.plain}${path}`, { mode: 'cors', from: world.plain })
      assert.equal(data.status, 403)
      assert.equal(data.json().code, 'forbidden')
    })
  }

  test('a page behind a login is kept by no cache, unless the app says otherwise', async () => {
    const admin = await world.signedIn('admin')
    for (const path of ['/me', '/guarded/page']) {
      const { headers } = await admin.send(`${world.plain}${path}`)
      assert.equal(headers['cache-control'], 'no-store', path)
    }
    const { headers } = await admin.send(`${world.plain}/ops`)
    assert.equal(headers['cache-control'], 'private, max-age=5')
  })

  test('one of several groups is enough', async () => {
    const editor = await world.signedIn('editor')
    assert.equal((await editor.send(`${world.plain}/staff`)).status, 200)
    const reader = await world.signedIn('reader')
    assert.equal((await reader.send(`${world.plain}/staff`)).status, 403)
  })

  test('a path that the guard holds is held in other spellings too', async () => {
    for (const path of [
      '/%67uarded/page',
      '//guarded/page',
      '/x/../guarded/page',
      '/guarded%2fpage',
    ]) {
      const answer = await new Browser().send(`${world.plain}${path}`, {
        mode: 'cors',
        from: world.plain,
      })
      assert.notEqual(answer.status, 200, path)
    }
  })

  test('public pages and unknown paths are the app’s own', async () => {
    const browser = new Browser()
    const home = await browser.send(`${world.plain}/`)
    assert.equal(home.status, 200)
    assert.equal(home.json().sub, null)
    assert.deepEqual(home.cookies, [])
    assert.equal((await browser.send(`${world.plain}/nowhere`)).status, 404)
  })

  test('a form that is sent to the app reaches it whole', async () => {
    for (const [browser, origin] of [
      [await world.signedIn(), world.plain],
      [world.proxied(), 'https://shop.example'],
    ] as const) {
      const form = { name: 'Ada Marsh', colour: 'red & blue' }
      const answer = await browser.send(`${origin}/form`, { method: 'POST', form, from: origin })
      assert.deepEqual(answer.json(), form)
    }
  })
}
