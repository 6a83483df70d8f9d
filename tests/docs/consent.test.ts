/** What the pages about consent show as data is taken by what reads it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readImportLine } from '../../src/cli/consent/visitor/import-line.ts'
import type { Category } from '../../src/consent/wire/categories.ts'
import { categoryFaults } from '../../src/consent-service/declared-categories.ts'
import { PAGES } from './pages.ts'

function jsonOf(path: string): string {
  const blocks = PAGES.find((page) => page.path === path)?.blocks ?? []
  const found = blocks.filter(({ language }) => language === 'json')
  assert.equal(found.length, 1)
  return found[0]?.text ?? ''
}

test('the categories of docs/consent-policies.md can be published, and its site declares the same', () => {
  const declared: Category[] = JSON.parse(jsonOf('docs/consent-policies.md'))
  assert.deepEqual(categoryFaults(declared), [])
  const page = PAGES.find(({ path }) => path === 'docs/consent-policies.md')
  const site = page?.blocks.find(({ language }) => language === 'ts')?.text ?? ''
  const ids = [...site.matchAll(/\{ id: '([\w-]+)'/g)].map(([, id = '']) => id)
  assert.deepEqual(
    ids,
    declared.map(({ id }) => id),
  )
})

test('the line of docs/migrating-from-cookie-policy.md can be imported', () => {
  const line = jsonOf('docs/migrating-from-cookie-policy.md').trim()
  assert.deepEqual(readImportLine(line, Date.parse('2026-11-25T00:00:00Z')), {
    visitor: '957dbb51-e923-4326-9930-71d91c20f99c',
    consent: 'performance',
    at: Date.parse('2025-06-15T15:06:40Z'),
  })
})
