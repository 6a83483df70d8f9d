/** What lies in the store, and for how long. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicId, sessionKey, userIndex } from '../../src/session/stored/names.ts'
import { SECRET } from '../support/core-of.ts'
import { COOKIE, carry, type Ground, signedIn } from './ground.ts'

export function kept(ground: () => Promise<Ground>): void {
  test('who reads the store has neither the id of a session nor a token', async () => {
    const here = await ground()
    await signedIn(here)
    await here.one.change({ note: 'hunter2' })
    const id = here.one.browser.get(COOKIE)
    const [entry] = await here.store.list(userIndex(here.provider.issuer, 'user-1'))
    const text = JSON.stringify(entry)
    for (const secret of [id, 'access-1', 'refresh-1', 'hunter2', 'user-1']) {
      assert.ok(!text.includes(secret), secret)
    }
    assert.equal(entry?.key, sessionKey(publicId(id)))
  })

  test('an entry that is moved to another session’s key is nobody’s', async () => {
    const here = await ground()
    await signedIn(here)
    const elsewhere = await here.process()
    await elsewhere.change({ a: 1 })
    const keyOf = (id: string) => sessionKey(publicId(id))
    const entry = await here.store.get(keyOf(here.one.browser.get(COOKIE)))
    await here.store.set(keyOf(elsewhere.browser.get(COOKIE)), entry?.value ?? '', { ttl: 60 })
    assert.equal((await elsewhere.read()).user, undefined)
    assert.equal((await here.one.read()).user?.sub, 'user-1')
  })

  test('a session under an older secret is read, and written anew; under another one it is nobody', async () => {
    const here = await ground()
    await signedIn(here)
    const [newer, strange] = ['a newer secret of at least sixteen', 'another secret of at least 16']
    const rotated = await here.process({ secrets: [newer, SECRET] })
    carry(here.one, rotated)
    const visitor = await rotated.read()
    assert.equal(visitor.user?.sub, 'user-1')
    await visitor.commit()
    const [next, foreign] = [
      await here.process({ secrets: [newer] }),
      await here.process({ secrets: [strange] }),
    ]
    carry(here.one, next)
    carry(here.one, foreign)
    assert.equal((await next.read()).user?.sub, 'user-1')
    assert.equal((await foreign.read()).user, undefined)
  })

  test('idle and absolute time-outs hold, and use rolls the idle one on without a cookie', async () => {
    const here = await ground()
    await signedIn(here)
    const { clock, one, other } = here
    for (let used = 0; used < 20; used += 1) {
      clock.time += 3000
      const visitor = await one.read()
      assert.equal(visitor.user?.sub, 'user-1', `after ${used}`)
      assert.deepEqual(await visitor.commit(), [])
    }
    clock.time += 3600
    assert.equal((await other.read()).user, undefined)
  })

  test('a day after the login it is over, however much it is used', async () => {
    const here = await ground()
    await signedIn(here)
    const { clock, one } = here
    for (let used = 0; used < 28; used += 1) {
      clock.time += 3000
      await (await one.read()).commit()
    }
    assert.equal((await one.read()).user?.sub, 'user-1')
    clock.time += 2400
    assert.equal((await one.read()).user, undefined)
  })

  test('what does not fit is not written, and the session lives on as it was', async () => {
    const here = await ground()
    await signedIn(here)
    await here.one.change({ small: 1 })
    await here.one.change({ large: 'x'.repeat(60_000) })
    assert.deepEqual((await here.other.read()).session, { small: 1 })
    assert.match(here.one.log.text, /session_too_large/)
  })
}
