/** Every page of the documentation: the README, and all of `docs/`. */
import { globSync, readFileSync } from 'node:fs'
import { type Page, readPage } from './markdown.ts'

export const PAGES: readonly Page[] = ['README.md', ...globSync('docs/**/*.md').sort()].map(
  (path) => readPage(path, readFileSync(path, 'utf8')),
)

/** The page at `path`. @throws Error when there is none */
export function pageAt(path: string): Page {
  const page = PAGES.find((one) => one.path === path)
  if (page === undefined) throw new Error(`there is no page ${path}`)
  return page
}
