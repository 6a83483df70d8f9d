/**
 * A folder outside the repository where the examples of all pages lie as a reader would have
 * them: a folder for each page, with `hallpass` (as built) and the frameworks in `node_modules`.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileOf, kindOf } from './kinds.ts'
import type { Block, Page } from './markdown.ts'

/** What a reader installs beside hallpass, and where it is installed here. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@hono/node-server': 'node_modules',
  '@node-rs/argon2': 'node_modules',
  '@sentry/node': 'node_modules',
  '@types/express': 'node_modules',
  '@types/koa': 'node_modules',
  '@types/node': 'node_modules',
  '@types/pg': 'node_modules',
  arktype: 'node_modules',
  bullmq: 'node_modules',
  'drizzle-orm': 'node_modules',
  express: 'node_modules',
  fastify: 'node_modules',
  hono: 'node_modules',
  ioredis: 'node_modules',
  koa: 'node_modules',
  kysely: 'node_modules',
  next: 'tests/runtimes/node_modules',
  pg: 'node_modules',
  redis: 'node_modules',
  zod: 'node_modules',
}

/** The folder with its packages, and nothing else. */
export async function openWorkshop(): Promise<string> {
  if (!existsSync('dist/index.js')) throw new Error('there is no dist; run npm run build first')
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-docs-'))
  const manifest = { name: 'reader', private: true, type: 'module' }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await installHallpass(join(folder, 'node_modules/hallpass'))
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'))
  const brought = Object.keys(dependencies).map((name) => [name, 'node_modules'] as const)
  for (const [name, at] of [...brought, ...Object.entries(PACKAGES)]) {
    await link(join(folder, 'node_modules', name), join(at, name))
  }
  return folder
}

/** A copy, so that a build that begins meanwhile takes nothing away. */
async function installHallpass(folder: string): Promise<void> {
  await cp('dist', join(folder, 'dist'), { recursive: true })
  await cp('package.json', join(folder, 'package.json'))
}

async function link(path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(resolve(target), path)
}

/** The folder of a page's examples. */
export function folderOf(workshop: string, page: string): string {
  return join(workshop, page.replaceAll('/', '-').replace(/\.md$/, ''))
}

/** Where a module of a page lies. */
export function pathOf(workshop: string, block: Block): string {
  return join(folderOf(workshop, block.page), fileOf(block))
}

/** Writes the modules of a page. @throws Error when two have the same name */
export async function layOut(workshop: string, page: Page): Promise<void> {
  const written = new Set<string>()
  for (const block of page.blocks) {
    if (kindOf(block) !== 'module') continue
    const path = pathOf(workshop, block)
    if (written.has(path)) throw new Error(`${page.path}:${block.line}: two blocks of one name`)
    written.add(path)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, block.text)
  }
}
