/** Several apps: each gets what is for it, and nothing that could be read as another's. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TRICKS } from '../support/path-tricks.ts'
import { Recorder } from './recorder.ts'
import { head, openProxy, statusOf } from './world.ts'

async function second(t: TestContext): Promise<Recorder> {
  const other = await new Recorder().up()
  t.after(() => other.down())
  return other
}

test('the longest path wins, in any case, with or without a slash at the end', async (t) => {
  const api = await second(t)
  const deep = await second(t)
  const world = await openProxy(t, {
    upstreams: ({ url }) => [
      { url },
      { url: api.url, path: '/api/*' },
      { url: `${deep.url}/base/`, path: '/api/deep/*' },
    ],
  })
  const ways: readonly [path: string, app: Recorder, seen?: string][] = [
    ['/', world.app],
    ['/x?y=/api/', world.app],
    ['/apis', world.app],
    ['/api', api],
    ['/api/', api],
    ['/api?x', api],
    ['/API/x', api],
    ['/api/deeper', api],
    ['/api/deep', deep, '/base/api/deep'],
    ['/api/deep/%20x?q=%2F', deep, '/base/api/deep/%20x?q=%2F'],
  ]
  for (const [path, app, seen = path] of ways) {
    const answer = await world.raw(head(world, `GET ${path}`))
    assert.equal(statusOf(answer), 200, `${path} ${answer}`)
    assert.equal(app.last.url, seen)
  }
  assert.equal(world.ended.at(-1)?.upstream, `${deep.url}/base`)
  const unclear = ['/api/../x', '/api/%2e%2e/x', '/x/..%2fapi/y', '/api;/x/../../y', '//api/x']
  for (const path of unclear) {
    const before = [world.app, api, deep].map(({ seen }) => seen.length)
    const answer = await world.raw(head(world, `GET ${path}`))
    assert.equal(statusOf(answer), 400, path)
    assert.match(answer, /"code":"bad_path"/)
    assert.deepEqual(
      [world.app, api, deep].map(({ seen }) => seen.length),
      before,
    )
  }
})

test('a host comes before a path; where no app is for a request, it is 404', async (t) => {
  const admin = await second(t)
  const world = await openProxy(t, {
    upstreams: ({ url, port }) => [
      { url, path: '/shop/*' },
      { url: admin.url, host: 'shop.localhost', path: '/shop/admin/*' },
      { url: admin.url, host: `other.localhost:${port}` },
    ],
  })
  await world.raw(head(world, 'GET /shop/x'))
  assert.equal(world.app.last.url, '/shop/x')
  await world.raw(head(world, 'GET /shop/admin/x'))
  assert.equal(admin.last.url, '/shop/admin/x')
  const answer = await world.raw(head(world, 'GET /elsewhere'))
  assert.equal(statusOf(answer), 404)
  assert.match(answer, /"code":"not_found"/)
  // A host that is not the guard's chooses nothing.
  const forged = `GET /x HTTP/1.1\r\nHost: other.localhost:${world.app.port}\r\nConnection: close\r\n\r\n`
  assert.equal(statusOf(await world.raw(forged)), 404)
})

test('a path that is taken off is told, and what is left is below it in every reading', async (t) => {
  const world = await openProxy(t, {
    upstreams: ({ url }) => [{ url, path: '/app/v1/*', stripPath: true }],
  })
  const ways: readonly [path: string, seen: string][] = [
    ['/app/v1', '/'],
    ['/app/v1?x=1', '/?x=1'],
    ['/app/v1/', '/'],
    ['/App/V1/A%20b/?y', '/A%20b/?y'],
  ]
  for (const [path, seen] of ways) {
    const answer = await world.raw(head(world, `GET ${path}`))
    assert.equal(statusOf(answer), 200, path)
    assert.equal(world.app.last.url, seen)
    assert.equal(world.app.last.header('x-forwarded-prefix')?.toLowerCase(), '/app/v1')
  }
  const before = world.app.seen.length
  for (const path of [
    '//app/v1/x',
    '/app//v1/x',
    '/%61pp/v1/x',
    '/app/v1/../x',
    '/app/v1//evil/x',
  ]) {
    const status = statusOf(await world.raw(head(world, `GET ${path}`)))
    assert.ok(status === 400 || status === 404, `${path} ${status}`)
  }
  assert.equal(world.app.seen.length, before)
})

test('no spelling of a guarded path gets to another app by its prefix', async (t) => {
  const world = await openProxy(t, {
    upstreams: ({ url }) => [
      { url, path: '/public/*', stripPath: true },
      { url, path: '/x/*' },
    ],
  })
  for (const path of TRICKS) {
    await world.raw(head(world, `GET ${Buffer.from(path).toString('latin1')}`))
  }
  for (const { url } of world.app.seen) assert.doesNotMatch(url, /admin(?![^?]*\?)/i, url)
})
