/** What two processes do to one session at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carry, type Ground, type Process, signedIn } from './ground.ts'

/** When the tokens of a login are due: a minute before they run out. */
const DUE = 541

/** Requests of one session at once, over both processes. */
const AT_ONCE = 30

export function races(ground: () => Promise<Ground>): void {
  const turn = ({ one, other }: Ground, index: number): Process => (index % 2 === 0 ? one : other)

  test('changes of different members at once are all kept', async () => {
    const here = await ground()
    await signedIn(here)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        turn(here, index).change({ [`m${index}`]: index }),
      ),
    )
    const { session } = await here.other.read()
    assert.equal(Object.keys(session).length, AT_ONCE)
  })

  test('of one member the last change stays, and a slow request undoes nobody’s', async () => {
    const here = await ground()
    await signedIn(here)
    await here.one.change({ a: 1, b: 1 })
    const slow = await here.one.read()
    slow.session.a = 2
    await here.other.change({ b: 2, c: 3 })
    await slow.commit()
    assert.deepEqual((await here.other.read()).session, { a: 2, b: 2, c: 3 })
  })

  test('requests at once with tokens that are due refresh them once', async () => {
    const here = await ground()
    await signedIn(here)
    here.clock.time += DUE
    const tokens = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index) =>
        (await turn(here, index).read()).accessToken(),
      ),
    )
    assert.deepEqual(new Set(tokens), new Set(['access-2']))
    assert.equal(here.refreshes(), 1)
    const late = await here.other.read()
    assert.equal(late.state?.login?.tokens.refreshToken, 'refresh-2')
  })

  test('a request from before a refresh gets its tokens, and never writes the old ones back', async () => {
    const here = await ground()
    await signedIn(here)
    const slow = await here.one.read()
    here.clock.time += DUE
    assert.equal(await (await here.other.read()).accessToken(), 'access-2')
    slow.session.note = 'kept'
    assert.equal(await slow.accessToken(), 'access-2', 'asks nobody with a spent token')
    await slow.commit()
    const after = await here.other.read()
    assert.equal(after.state?.login?.tokens.refreshToken, 'refresh-2')
    assert.equal(after.session.note, 'kept')
    assert.equal(here.refreshes(), 1)
  })

  test('a logout during a refresh ends it, here and there, and its new tokens, too', async () => {
    const here = await ground()
    await signedIn(here)
    here.clock.time += DUE
    const { provider, one, other } = here
    const refreshing = new Promise<void>((begun) => {
      const before = provider.answers.get('/token')
      provider.answers.set('/token', (seen, response) => {
        begun()
        void gone.then(() => {
          const answer = typeof before === 'function' ? before(seen, response) : undefined
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify(answer && 'json' in answer ? answer.json : {}))
        })
        return undefined
      })
    })
    let leave = () => {}
    const gone = new Promise<void>((left) => {
      leave = left
    })
    const visitor = await one.read()
    const token = visitor.accessToken().then(
      () => 'given',
      ({ code }) => code,
    )
    await refreshing
    const copy = await here.process()
    carry(one, copy)
    await other.ask('/auth/logout', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: '',
    })
    leave()
    assert.equal(await token, 'refresh_refused')
    assert.deepEqual(
      (await visitor.commit()).map(([name]) => name),
      ['cache-control', 'set-cookie'],
    )
    assert.equal((await copy.read()).user, undefined)
    const revoked = provider.seen.filter(({ path }) => path === '/revoke')
    assert.ok(revoked.some(({ body }) => body.get('token') === 'refresh-2'))
  })

  test('what ended is not written back by who still holds it', async () => {
    const here = await ground()
    await signedIn(here)
    const slow = await here.one.read()
    slow.session.a = 1
    await here.other.core.revocations.end(slow.state ?? assert.fail())
    assert.deepEqual(await slow.commit(), [])
    assert.equal((await here.one.read()).state, undefined)
  })
}
