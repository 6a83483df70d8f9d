/** Requests that two servers could read in two ways: refused, or passed on in one. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readsAsAdmin, TRICKS } from '../support/path-tricks.ts'
import { head, openProxy, statusOf, type World } from './world.ts'

/** A request for a guarded page, hidden behind another one. */
const HIDDEN = 'GET /admin HTTP/1.1\r\nHost: shop.localhost\r\nX-Forwarded-User: mallory\r\n\r\n'

/** What must never have reached the app, whatever the answer was. */
function assertUnreached({ app }: World, what: string): void {
  for (const { url, lines } of app.seen) {
    assert.ok(!readsAsAdmin(url), `${what}: ${url}`)
    assert.ok(!lines.some(([, value]) => value.includes('mallory')), what)
  }
  // Every head that the app saw has one frame, and it saw no head that it did not parse.
  const heads = app.bytes.match(/^[A-Z]+ \S+ HTTP\/1\.1\r$/gm) ?? []
  assert.equal(heads.length, app.seen.length, what)
}

const HOST = 'Host: shop.localhost'
const chunked = (more: readonly string[], body: string) =>
  `${['POST /about HTTP/1.1', HOST, ...more].join('\r\n')}\r\n\r\n${body}`

/** Refused with 400, and the connection with it. */
const REFUSED: Readonly<Record<string, string>> = {
  'a length and chunks': chunked(
    ['Content-Length: 6', 'Transfer-Encoding: chunked'],
    `0\r\n\r\n${HIDDEN}`,
  ),
  'chunks and a length': chunked(
    ['Transfer-Encoding: chunked', `Content-Length: ${HIDDEN.length + 5}`],
    `0\r\n\r\n${HIDDEN}`,
  ),
  'two lengths': chunked(['Content-Length: 0', `Content-Length: ${HIDDEN.length}`], HIDDEN),
  'the same length twice': chunked(['Content-Length: 1', 'Content-Length: 1'], `x${HIDDEN}`),
  'lengths in a list': chunked(['Content-Length: 0, 5'], HIDDEN),
  'a signed length': chunked([`Content-Length: +${HIDDEN.length}`], HIDDEN),
  'a negative length': chunked(['Content-Length: -1'], HIDDEN),
  'a length in hexadecimal': chunked(['Content-Length: 0x10'], HIDDEN),
  'an unknown encoding': chunked(['Transfer-Encoding: xchunked'], `0\r\n\r\n${HIDDEN}`),
  'an encoding after chunked': chunked(['Transfer-Encoding: chunked, gzip'], `0\r\n\r\n${HIDDEN}`),
  'a folded header': chunked(['X-Folded: a', ' Content-Length: 5', 'Content-Length: 0'], HIDDEN),
  'a folded encoding': chunked(['Transfer-Encoding:', ' chunked'], `0\r\n\r\n${HIDDEN}`),
  'white space before a colon': chunked(
    ['Transfer-Encoding : chunked', 'Content-Length: 5'],
    `0\r\n\r\n${HIDDEN}`,
  ),
  'white space before a name': `POST /about HTTP/1.1\r\n Content-Length: 5\r\n${HOST}\r\n\r\n${HIDDEN}`,
  'bare line feeds': `GET /about HTTP/1.1\n${HOST}\n\n${HIDDEN}`,
  'a bare line feed in a head': `GET /about HTTP/1.1\r\n${HOST}\nX-A: b\r\n\r\n`,
  'a bare carriage return': `GET /about HTTP/1.1\r\n${HOST}\r\nX-A: b\rContent-Length: 9\r\n\r\n`,
  'a control character in a value': `GET /about HTTP/1.1\r\n${HOST}\r\nX-A: b\u0000c\r\n\r\n`,
  'a control character in a name': `GET /about HTTP/1.1\r\n${HOST}\r\nX-\u0001A: b\r\n\r\n`,
  'a chunk of no size': chunked(['Transfer-Encoding: chunked'], `\r\n${HIDDEN}`),
  'no host': 'GET /about HTTP/1.1\r\n\r\n',
  'a request line with a tab': `GET\t/about HTTP/1.1\r\n${HOST}\r\n\r\n`,
  'another protocol': `GET /about HTTP/2.0\r\n${HOST}\r\n\r\n`,
  'a version of the past': 'GET /about\r\n\r\n',
  'a method that is none': `G@T /about HTTP/1.1\r\n${HOST}\r\n\r\n`,
  'another server': `GET http://evil.example/about HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
  'our server by its name': `GET http://shop.localhost/admin HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
  'the server as such': `OPTIONS * HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
  'a path without a slash': `GET admin HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
}

describe('a request that is refused', () => {
  for (const [what, bytes] of Object.entries(REFUSED)) {
    test(`has ${what}`, async (t) => {
      const world = await openProxy(t)
      const answer = await world.raw(bytes)
      assert.equal(statusOf(answer), 400, answer)
      assertUnreached(world, what)
    })
  }

  test('is CONNECT: the connection is cut', async (t) => {
    const world = await openProxy(t)
    const answer = await world.raw(`CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n\r\n${HIDDEN}`)
    assert.doesNotMatch(answer, / 200 /)
    assert.deepEqual(world.app.seen, [])
  })

  test('has too large a head', async (t) => {
    const world = await openProxy(t)
    const answer = await world.raw(head(world, 'GET /about', [`X-Long: ${'a'.repeat(40_000)}`]))
    assert.equal(statusOf(answer), 431)
    assert.deepEqual(world.app.seen, [])
  })
})

describe('a request that is passed on', () => {
  test('has one frame: chunks in another spelling are chunks, with their extensions gone', async (t) => {
    const world = await openProxy(t)
    const lines = [HOST, 'Transfer-Encoding: Chunked', 'TE: trailers', 'Trailer: X-Forwarded-User']
    const body = `5;ext="a b"\r\nhello\r\n0\r\nX-Forwarded-User: mallory\r\n\r\n`
    const answer = await world.raw(
      `POST /about HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}${head(world, 'GET /next')}`,
    )
    assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2, answer)
    const [first] = world.app.seen
    assert.equal(first?.body, 'hello')
    assert.equal(first?.header('transfer-encoding'), 'chunked')
    assert.equal(first?.header('content-length'), undefined)
    assert.equal(first?.header('te'), undefined)
    assertUnreached(world, 'trailers')
    assert.doesNotMatch(world.app.bytes, /ext=|X-Forwarded-User/i)
  })

  test('keeps its length, whatever Connection says about it', async (t) => {
    const world = await openProxy(t)
    const lines = [
      HOST,
      'Connection: content-length, transfer-encoding, x-mine, keep-alive',
      'X-Mine: 1',
      'Proxy-Connection: keep-alive',
      'Keep-Alive: timeout=5',
      'Proxy-Authorization: Basic eDp5',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABk',
      `Content-Length: ${HIDDEN.length}`,
    ]
    const first = `POST /about HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${HIDDEN}`
    const answer = await world.raw(first + head(world, 'GET /next'))
    assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2, answer)
    const seen = world.app.seen.find(({ url }) => url === '/about')
    assert.equal(seen?.body, HIDDEN)
    const names = seen.lines.map(([name]) => name.toLowerCase())
    for (const name of ['x-mine', 'proxy-connection', 'proxy-authorization', 'upgrade']) {
      assert.ok(!names.includes(name), name)
    }
    assert.ok(!names.includes('http2-settings') && !names.includes('keep-alive'))
    assert.deepEqual(world.app.seen.map(({ url }) => url).toSorted(), ['/about', '/next'])
  })

  test('has as many headers as were read, and no frame among those that were not', async (t) => {
    const world = await openProxy(t)
    const many = Array.from({ length: 2100 }, (_, at) => `a${at}:`)
    const lines = [...many.slice(0, 2005), 'Transfer-Encoding: chunked']
    const bytes = `POST /about HTTP/1.1\r\n${HOST}\r\n${lines.join('\r\n')}\r\n\r\n`
    const answer = await world.raw(`${bytes}0\r\n\r\n${head(world, 'GET /next')}`)
    assert.ok([200, 400, 431].includes(statusOf(answer)), answer)
    assertUnreached(world, 'many headers')
  })
})

describe('the way to a guarded page', () => {
  for (const env of [{}, { AGS_CLIENT_AUTHENTICATED_PATHS: '(account|admin)(/.*)?' }]) {
    test(`is closed in every spelling ${JSON.stringify(env)}`, async (t) => {
      const world = await openProxy(t, { env })
      const headers = [
        'X-Forwarded-Uri: /about',
        'X-Original-Url: /about',
        'X-Rewrite-Url: /about',
        'X-Forwarded-User: mallory',
        'X-Middleware-Subrequest: middleware',
        'User-Agent: kube-probe/1.29',
      ]
      for (const path of TRICKS) {
        for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
          const bytes = Buffer.from(
            head(world, `${method} ${path}`, [...headers, 'Content-Length: 0']),
          ).toString('latin1')
          const answer = await world.raw(bytes)
          assert.ok(statusOf(answer) >= 200, path)
        }
      }
      assertUnreached(world, 'tricks')
      assert.ok(world.app.seen.every(({ url }) => !/^\/admin/i.test(url)))
    })
  }
})
