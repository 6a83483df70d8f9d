import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refusal } from '../../../tests/refusal.ts'
import { pages } from './page-request.ts'
import { paginated } from './paginated.ts'

const letters = [...'abcdefgh']

test('pages of an array hold everything once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), async (all, limit) => {
      const seen: number[] = []
      for (let offset = 0; ; offset += limit) {
        const page = await paginated(all, { offset, limit })
        assert.deepEqual([page.offset, page.limit, page.totalItems], [offset, limit, all.length])
        seen.push(...page.items)
        if (page.items.length < limit) break
      }
      assert.deepEqual(seen, all)
    }),
  )
})

test('functions are asked for a count first, and for no items past the end', async () => {
  const asked: unknown[] = []
  const source = {
    count: () => {
      asked.push('count')
      return '8'
    },
    items: (page: { offset: number; limit: number }) => {
      asked.push(page)
      return letters.slice(page.offset, page.offset + page.limit)
    },
  }
  const page = await paginated(source, { offset: 6, limit: 3 })
  assert.deepEqual(page, { offset: 6, limit: 3, totalItems: 8, items: ['g', 'h'] })
  await paginated(source, { offset: 8, limit: 3 })
  await paginated(source, { offset: 0, limit: 0 })
  assert.deepEqual(asked, ['count', { offset: 6, limit: 3 }, 'count', 'count'])
})

test('an offset or a limit that is none is refused', async () => {
  for (const page of [
    { offset: -1, limit: 1 },
    { offset: 0, limit: -1 },
    { offset: 0.5, limit: 1 },
    { offset: Number.NaN, limit: 1 },
  ]) {
    await assert.rejects(paginated(letters, page), { code: 'validation_failed', status: 422 })
  }
})

test('a count that is none is refused', async () => {
  const source = { count: () => 'many', items: () => [] }
  await assert.rejects(paginated(source, { offset: 0, limit: 1 }), { code: 'invalid_config' })
})

test('a query says which page: of a URL, of parameters, of an object', () => {
  const parser = pages({ limit: 5, maximum: 10 })
  assert.deepEqual(parser.parse('/notes'), { offset: 0, limit: 5 })
  assert.deepEqual(parser.parse('/notes?offset=3&limit=10#a'), { offset: 3, limit: 10 })
  assert.deepEqual(parser.parse(new URLSearchParams('limit=0')), { offset: 0, limit: 0 })
  assert.deepEqual(parser.parse({ offset: '7' }), { offset: 7, limit: 5 })
  assert.deepEqual(pages({ limit: 200 }).parse(''), { offset: 0, limit: 200 })
  assert.deepEqual(pages({ maximum: 5 }).parse(''), { offset: 0, limit: 5 })
})

test('a query that is none is 422 with each parameter', () => {
  const error = refusal(() => pages().parse('?offset=-1&limit=101'))
  assert.equal(error.status, 422)
  assert.deepEqual(error.issues, [
    { path: 'query.offset', message: 'must be a whole number from 0 to 999999999' },
    { path: 'query.limit', message: 'must be a whole number from 0 to 100' },
  ])
})

test('any query gives a page within the limits or is refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (offset, limit) => {
      const query = new URLSearchParams({ offset, limit })
      try {
        const page = pages().parse(query)
        assert.ok(page.offset >= 0 && page.limit >= 0 && page.limit <= 100)
      } catch (error) {
        assert.equal(Object(error).code, 'validation_failed')
      }
    }),
  )
})
