/** What a visitor sees who has signed out at the guard: its own page, the app's, or another one. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GuardProgram } from './serve-program.ts'
import { type World, world } from './serve-world.ts'

const program = new GuardProgram()

/** The page at the end of a sign-out, from the click on. */
async function signedOut({ browser, guard }: World) {
  const { base } = guard
  const page = await browser.visit(`${base}/account`)
  assert.equal(page.body, 'app at /account')
  const away = await browser.send(`${base}/sign-out`, { from: base })
  const state = new URL(away.headers.location ?? '').searchParams.get('state')
  return await browser.visit(`${base}/sign-out?state=${state}`)
}

describe('signing out at the guard', () => {
  test('ends at a page of hallpass, also when the app has shut all of its own', async (t) => {
    const theme = { HALLPASS_THEME_NAME: 'The Shop' }
    const shut = await world(t, program, { HALLPASS_DEFAULT_ACCESS: 'login', ...theme })
    const page = await signedOut(shut)
    assert.equal(page.status, 200)
    assert.match(page.body, /You are signed out/)
    assert.match(page.body, /The Shop/)
  })

  test('or at a page of the app that the settings name', async (t) => {
    const other = await world(t, program, { HALLPASS_AFTER_SIGN_OUT: '/goodbye' })
    assert.equal((await signedOut(other)).body, 'app at /goodbye')
    const own = await world(t, program, { HALLPASS_AFTER_SIGN_OUT: '/sign-out' })
    assert.equal((await signedOut(own)).body, 'app at /sign-out')
  })
})
