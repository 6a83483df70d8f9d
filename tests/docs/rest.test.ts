/** The JSON on docs/rest.md is what a service really answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createRest } from '../../src/rest.ts'
import { apiClient } from '../../src/testing.ts'
import { pageAt } from './pages.ts'

test('a note without a title is answered as docs/rest.md says', async () => {
  const rest = createRest()
  const body = z.object({ title: z.string().min(1) })
  const api = apiClient(rest.fetch((request: Request) => rest.validated(request, { body })))
  const answer = await api.post('/notes', { title: '' }, { expect: 422 })
  const { blocks } = pageAt('docs/rest.md')
  const shown = blocks.find(({ language }) => language === 'json')
  assert.deepEqual(answer.body, JSON.parse(shown?.text ?? ''))
})
