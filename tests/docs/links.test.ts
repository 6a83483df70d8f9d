import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import type { Link, Page } from './markdown.ts'
import { PAGES } from './pages.ts'

const isLocal = ({ target }: Link) => !/^[a-z]+:/.test(target)

/** What is wrong with a link; undefined when it leads somewhere. */
function fault(page: Page, { target }: Link): string | undefined {
  const [file = '', anchor] = target.split('#', 2)
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file))
  if (!existsSync(path)) return `${target}: there is no ${path}`
  if (anchor === undefined) return undefined
  const other = PAGES.find((one) => one.path === path)
  return other?.anchors.has(anchor) ? undefined : `${target}: ${path} has no such heading`
}

for (const page of PAGES) {
  test(`the links of ${page.path} lead to pages and headings that are there`, () => {
    const faults = page.links.filter(isLocal).flatMap((link) => fault(page, link) ?? [])
    assert.deepEqual(faults, [])
  })

  test(`the addresses on ${page.path} are https`, () => {
    const others = page.links.filter(
      (link) => !isLocal(link) && !link.target.startsWith('https://'),
    )
    assert.deepEqual(others, [])
  })
}

test('docs/README.md leads to every page', () => {
  const index = PAGES.find(({ path }) => path === 'docs/README.md')
  const linked = index?.links.map(({ target }) =>
    normalize(join('docs', target.split('#')[0] ?? '')),
  )
  const pages = PAGES.map(({ path }) => path).filter((path) => path !== 'README.md')
  const isDecision = (path: string) => path.startsWith('docs/decisions/')
  const missing = pages.filter(
    (path) => !isDecision(path) && path !== 'docs/README.md' && !linked?.includes(path),
  )
  assert.deepEqual(missing, [])
})
