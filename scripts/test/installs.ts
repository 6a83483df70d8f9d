/**
 * Heavy packages that only some tests need live in folders with a lock file of their own, so
 * that `npm ci` at the root stays quick. Here they are installed when they are not, or when
 * their lock file is newer.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { command, type Outcome } from './command.ts'

/** The folders with a `package.json` and a lock file of their own. */
export const NESTED: readonly string[] = ['tests/runtimes']

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Brings one folder's `node_modules` in step with its lock file. */
export async function install(folder: string): Promise<Outcome> {
  const installed = modified(join(folder, 'node_modules/.package-lock.json'))
  const wanted = Math.max(
    modified(join(folder, 'package-lock.json')),
    modified(join(folder, 'package.json')),
  )
  if (installed >= wanted) return { ok: true, output: '' }
  return await command('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
  })
}
