/** Route handlers of Next.js: its own functions, and its parameters. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as v from 'valibot'
import { createRest, pages, paginated } from '../../src/rest.ts'

const { notFound, redirect } = createRequire(new URL('../runtimes/package.json', import.meta.url))(
  'next/navigation',
)

const rest = createRest({ logger: { info() {}, warn() {}, error() {} } })
const request = (search = '') => new Request(`http://a/notes/7${search}`)

test('what redirect and notFound throw reaches Next.js', async () => {
  for (const leave of [() => redirect('/login'), () => notFound()]) {
    await assert.rejects(rest.fetch(leave)(request()), { digest: /^NEXT_/ })
  }
})

test('parameters come as a promise, and pages from the query', async () => {
  const schemas = { params: v.object({ id: v.string() }), query: pages({ maximum: 50 }) }
  const GET = rest.fetch(async (asked, context: { params: Promise<{ id: string }> }) => {
    const { params, query } = await rest.validated(asked, schemas, context.params)
    return { id: params.id, ...(await paginated([1, 2, 3], query)) }
  })
  const context = { params: Promise.resolve({ id: '7' }) }
  const good = await GET(request('?offset=1&limit=1&other=1'), context)
  assert.deepEqual(await good.json(), { id: '7', offset: 1, limit: 1, totalItems: 3, items: [2] })
  const wrong = await GET(request('?offset=-1&limit=51'), context)
  assert.equal(wrong.status, 422)
  const { fields } = await wrong.json()
  assert.deepEqual(Object.keys(fields), ['query.offset', 'query.limit'])
})
