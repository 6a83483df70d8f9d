/** Another user logs in amid a request: it is never sent as somebody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachTest, storageOf, una } from './clients.ts'

const here = eachTest()
const eda = { username: 'eda', password: 'hunter2-eda' }
const post = { method: 'POST', body: 'of una' }

/** Two tabs of una, whose token has run out; the first request to `path` waits at the service. */
async function tabs(path: string, change: { readonly now?: () => number }) {
  const storage = storageOf()
  const first = await here.signedIn({ storage, ...change })
  const second = here.clientOf({ storage, ...change })
  here.pass(3600)
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  here.world.instead = async (req) => {
    if (req.url !== path) return false
    asked.resolve()
    await gate.promise
    return false
  }
  return { first, second, asked: asked.promise, open: () => gate.resolve() }
}

for (const [name, user] of [
  ['another user', eda],
  ['the same user', una],
] as const) {
  const isSame = user === una

  test(`a request that got 401 is ${isSame ? '' : 'not '}sent again as ${name}`, async () => {
    const { first, second, asked, open } = await tabs('/me', { now: () => 0 })
    const response = first.fetch('/me', post)
    await asked
    await second.logout()
    await second.login(user)
    open()
    assert.equal((await response).status, isSame ? 200 : 401)
    assert.equal(here.world.bearers.length, isSame ? 2 : 1)
    assert.equal(first.claims?.sub, user.username)
    assert.equal((await first.fetch('/me')).status, 200)
  })

  test(`a request that waits for a renewal is ${isSame ? '' : 'not '}sent as ${name}`, async () => {
    const { first, second, asked, open } = await tabs('/renew', {})
    const answer = first.fetch('/me', post).then(
      ({ status }) => status,
      ({ code }) => code,
    )
    await asked
    await second.logout()
    await second.login(user)
    open()
    assert.equal(await answer, isSame ? 200 : 'login_required')
    assert.equal(here.world.bearers.length, isSame ? 1 : 0)
    assert.equal((await first.fetch('/me')).status, 200)
  })
}
