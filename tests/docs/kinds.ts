/** What each fenced block is, which says how it is tested. A block of no kind fails the tests. */
import type { Block } from './markdown.ts'

/** The languages of blocks that are whole modules, with the extension of their files. */
const MODULES: Readonly<Record<string, string>> = { ts: 'ts', tsx: 'tsx', js: 'js' }

/** How each other language is tested; see `examples.test.ts`. */
const OTHERS = [
  'sh',
  'json',
  'dotenv',
  'text',
  'python',
  'ruby',
  'nginx',
  'caddyfile',
  'yaml',
] as const

export type Kind = 'module' | (typeof OTHERS)[number]

/** The kind of a block; undefined for a language that no test knows. */
export function kindOf({ language }: Block): Kind | undefined {
  if (Object.hasOwn(MODULES, language)) return 'module'
  return OTHERS.find((one) => one === language)
}

/** The name of a module's file: what its first line says, else one made from its place. */
export function fileOf(block: Block): string {
  const named = /^\/\/ file: (\S+)\n/.exec(block.text)?.[1]
  return named ?? `line-${block.line}.${MODULES[block.language] ?? 'txt'}`
}

/**
 * Whether Node can run a module as it stands. Pages of Next.js are for its compiler: they import
 * without extensions, and may hold JSX; they are type-checked, and the adapter suite runs its own.
 */
export function runsInNode(block: Block): boolean {
  return kindOf(block) === 'module' && !isForNext(block.page)
}

/** Whether a page is about Next.js. */
export function isForNext(page: string): boolean {
  return /\bnext\.md$/.test(page)
}
