import assert from 'node:assert/strict'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import type { HeaderList } from '../http/exchange.ts'
import { type Holding, holdAnswer } from './held-answer.ts'

const COMMITTED: HeaderList = [['set-cookie', 'session=1']]

const soon = <T>(value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 5))

/** What a client gets of an answer that is held back. */
async function answered(
  app: (response: ServerResponse) => unknown,
  commit: Holding['commit'] = () => soon(COMMITTED),
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }> {
  const server = createServer((_request, response) => {
    const apply = (headers: HeaderList) => {
      for (const [name, value] of headers) response.appendHeader(name, value)
    }
    const instead = (error: unknown) => {
      if (error instanceof TypeError) throw error
      return { status: 503, headers: [], body: 'down' }
    }
    holdAnswer(response, { commit, apply, instead })
    app(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  try {
    const { port } = server.address() as AddressInfo
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, agent: false }, resolve).on('error', reject)
    })
    const { statusCode: status, headers } = message
    return { status, headers, body: await text(message) }
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

describe('an answer that is held back', () => {
  const ways: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'end alone': (response) => response.setHeader('x-app', '1').end('hello'),
    'writeHead with headers': (response) => {
      response.writeHead(200, { 'x-app': '1', 'set-cookie': 'app=1' }).end('hello')
    },
    'flushHeaders and pieces': (response) => {
      response.setHeader('x-app', '1').flushHeaders()
      response.write('hel')
      response.end('lo')
    },
    'a stream': (response) => {
      response.setHeader('x-app', '1')
      Readable.from(['h', 'e', 'l', 'l', 'o']).pipe(response)
    },
  }
  for (const [name, way] of Object.entries(ways)) {
    for (const [when, commit] of [
      ['later', () => soon(COMMITTED)],
      ['at once', () => COMMITTED],
    ] as const) {
      test(`${name}: goes out whole, with what was committed ${when}`, async () => {
        const { status, headers, body } = await answered(way, commit)
        assert.equal(status, 200)
        assert.equal(headers['x-app'], '1')
        assert.ok(headers['set-cookie']?.includes('session=1'))
        assert.equal(body, 'hello')
      })
    }

    test(`${name}: nothing of it goes out where the commit fails`, async () => {
      const failing = () => soon(0).then(() => Promise.reject(new Error('down')))
      const { status, headers, body } = await answered(way, failing)
      assert.equal(status, 503)
      assert.equal(headers['x-app'], undefined)
      assert.equal(headers['set-cookie'], undefined)
      assert.equal(body, 'down')
    })
  }

  test('commits once, and says meanwhile that the head is sent', async () => {
    let commits = 0
    const { body } = await answered(
      (response) => {
        response.write('a')
        assert.equal(response.headersSent, true)
        response.end('b')
      },
      () => {
        commits += 1
        return soon([])
      },
    )
    assert.equal(body, 'ab')
    assert.equal(commits, 1)
  })

  test('a client that left does no harm', async () => {
    const gone = answered(
      (response) => {
        response.write('a')
        response.destroy()
      },
      () => soon(COMMITTED),
    )
    await assert.rejects(gone)
    await soon(0)
  })

  test('what would have thrown at once is 500, and ends nothing else', async (t) => {
    const log = t.mock.method(console, 'error', () => undefined)
    const mistakes: ((response: ServerResponse) => unknown)[] = [
      (response) => response.writeHead(302, { location: '/a\n' }).end(),
      (response) => Reflect.apply(response.end, response, [5]),
    ]
    for (const mistake of mistakes) {
      const { status, headers, body } = await answered(mistake)
      assert.equal(status, 500)
      assert.equal(headers.location, undefined)
      assert.equal(body, '')
    }
    assert.equal(log.mock.callCount(), mistakes.length)
  })

  test('a commit that fails in a way that no answer is known for is 500', async (t) => {
    t.mock.method(console, 'error', () => undefined)
    const odd = () => soon(0).then(() => Promise.reject(new TypeError('odd')))
    assert.equal((await answered((response) => response.end('a'), odd)).status, 500)
  })

  test('after the end, and for a second head, nothing is kept back', async () => {
    const { status, body } = await answered((response) => {
      response.writeHead(201)
      // As a compression does, which sees that nothing is sent yet.
      response.writeHead(202)
      assert.equal(response.writableEnded, false)
      response.end('a')
      assert.equal(response.writableEnded, true)
      response.end('b')
      response.write('c')
    })
    assert.equal(status, 201)
    assert.equal(body, 'a')
  })

  test('what wraps the response afterwards has no part in the answer of a failed commit', async () => {
    const { status, headers, body } = await answered(
      (response) => {
        const { writeHead, end } = response
        Object.assign(response, {
          writeHead: (...args: unknown[]) => {
            response.setHeader('content-encoding', 'gzip')
            return Reflect.apply(writeHead, response, args)
          },
          end: () => Reflect.apply(end, response, ['wrapped']),
        })
        response.end('a')
      },
      () => soon(0).then(() => Promise.reject(new Error('down'))),
    )
    assert.equal(status, 503)
    assert.equal(headers['content-encoding'], undefined)
    assert.equal(body, 'down')
  })

  test('who waits for a piece or a stream learns that it is not sent', async () => {
    const source = Readable.from(endless())
    const told: unknown[] = []
    const { status, body } = await answered(
      (response) => {
        response.write('a', (error) => told.push(error))
        source.pipe(response)
      },
      () => soon(0).then(() => Promise.reject(new Error('down'))),
    )
    assert.equal(status, 503)
    assert.equal(body, 'down')
    assert.ok(source.destroyed)
    assert.match(String(told[0]), /down/)
  })
})

async function* endless(): AsyncGenerator<string> {
  for (;;) yield soon('x')
}
