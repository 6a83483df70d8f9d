import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import { test } from 'node:test'
import { isHallpassError } from '../errors.ts'
import { encodeParsed, readBody } from './node-body.ts'

const FORM = 'application/x-www-form-urlencoded'

test('a parsed form is encoded again, a repeated field as a repeated field', () => {
  const parsed = { code: 'a b', state: ['x', 'y&z'], empty: '' }
  assert.equal(encodeParsed(parsed, FORM), 'code=a+b&state=x&state=y%26z&empty=')
})

test('what a parser nests is left out, not guessed', () => {
  assert.equal(encodeParsed({ code: { a: '1' }, state: 'x', n: null }, FORM), 'state=x')
})

test('parsed JSON, text and bytes come back as they were', () => {
  assert.equal(encodeParsed({ a: [1] }, 'application/json; charset=utf-8'), '{"a":[1]}')
  assert.equal(encodeParsed({ a: 1 }, 'application/problem+json'), '{"a":1}')
  assert.equal(encodeParsed('a=1', FORM), 'a=1')
  assert.equal(encodeParsed(Buffer.from('ä=1'), FORM), 'ä=1')
})

test('a body that was read and not kept is a fault of the set-up', () => {
  for (const parsed of [undefined, null, 1]) {
    assert.throws(
      () => encodeParsed(parsed, FORM),
      (error) => isHallpassError(error) && error.code === 'invalid_config',
    )
  }
})

test('the limit counts bytes, of a stream and of a parsed body alike', async () => {
  const body = 'a=ääää'
  for (const consumed of [false, true]) {
    for (const [limit, code] of [
      [10, undefined],
      [9, 'body_too_large'],
    ] as const) {
      const outcome = await posted(body, async (message) => {
        if (consumed) for await (const _ of message);
        return readBody(message, consumed ? body : undefined, limit)
      })
      assert.equal(outcome.code, code)
      assert.equal(outcome.text, code === undefined ? body : undefined)
    }
  }
})

test('a parser that found nothing to parse does not hide the body', async () => {
  // Express 4 leaves `{}` where no parser took the body.
  const outcome = await posted('a=1', (message) => readBody(message, {}, 100))
  assert.equal(outcome.text, 'a=1')
})

/** What `read` makes of a POST. */
async function posted(
  body: string,
  read: (message: Parameters<typeof readBody>[0]) => Promise<string>,
): Promise<{ text?: string; code?: string }> {
  const server = createServer()
  const outcome = new Promise<{ text?: string; code?: string }>((resolve, reject) => {
    server.on('request', (message, response) => {
      read(message)
        .then(
          (text) => resolve({ text }),
          (error) => (isHallpassError(error) ? resolve({ code: error.code }) : reject(error)),
        )
        .finally(() => response.end())
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const headers = { 'content-type': FORM, 'content-length': Buffer.byteLength(body) }
  request({ host: '127.0.0.1', port, method: 'POST', headers, agent: false })
    .on('error', () => {})
    .end(body)
  return outcome.finally(() => server.close())
}
