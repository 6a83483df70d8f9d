import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiClient } from './client.ts'
import { endpointOf } from './endpoint.ts'

const target = () => Response.json({})

test('addresses of the list, of its pages, and of one thing', () => {
  const plain = endpointOf({ target, endpoint: '/notes' })
  assert.equal(plain.list(), '/notes')
  assert.equal(plain.list('offset=20'), '/notes?offset=20')
  assert.equal(plain.one(7), '/notes/7')
  assert.equal(plain.one('a/b c?'), '/notes/a%2Fb%20c%3F')
})

test('a query goes with each; a whole address is taken apart', () => {
  const asked = endpointOf({ endpoint: 'https://api.example/v1/notes?project=3' })
  assert.equal(asked.list(), '/v1/notes?project=3')
  assert.equal(asked.list('offset=20'), '/v1/notes?project=3&offset=20')
  assert.equal(asked.one(7), '/v1/notes/7?project=3')
  assert.equal(endpointOf({ target, endpoint: '/notes?q=a?b' }).one(7), '/notes/7?q=a?b')
})

test('headers go beside those of a client, and in their place', async () => {
  const seen: (string | null)[] = []
  const client = apiClient(
    ({ headers }: Request) => {
      seen.push(headers.get('x-a'), headers.get('x-b'))
      return new Response()
    },
    { headers: { 'x-a': '1', 'x-b': '2' } },
  )
  const asked = endpointOf({ target: client, headers: { 'X-B': '3' }, endpoint: '/notes' })
  await asked.client.request('GET', '/')
  assert.deepEqual(seen, ['1', '3'])
})
