/**
 * `npm run lock`: makes the lock files whole.
 *
 * npm leaves a platform's build out of a lock file when the registry it talks to does not
 * serve that build (a mirror often holds only those it was asked for); `npm ci` then calls the
 * lock file out of step and stops. This writes the entries that are missing: the exact version
 * that the parent asks for, marked optional and bound to its platform. They carry no integrity,
 * since the file was never seen; `npm install` on such a platform adds it.
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** One entry of `packages` in a lock file, as much of it as is read here. */
export interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
  [key: string]: unknown
}

/** A lock file, as much of it as is read here. */
export interface Lock {
  packages: Record<string, LockEntry>
  [key: string]: unknown
}

const SYSTEMS =
  /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)$/
const PROCESSORS = /^(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64|64)$/

/** The optional dependencies that no entry answers for, as `[folder, version, parent]`. */
export function missingEntries(lock: Lock): [path: string, version: string, parent: LockEntry][] {
  const missing: [string, string, LockEntry][] = []
  for (const [folder, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const nested = folder === '' ? '' : `${folder}/node_modules/${name}`
      const top = `node_modules/${name}`
      if (nested in lock.packages || top in lock.packages) continue
      missing.push([top, version, entry])
    }
  }
  return missing
}

/** Which platform a package is for, read from its name: `@next/swc-linux-x64-musl`. */
function platform(path: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const parts = path.slice(path.lastIndexOf('/') + 1).split('-')
  const os = parts
    .map((part) => (part === 'linuxmusl' ? 'linux' : part))
    .filter((part) => SYSTEMS.test(part))
    .map((part) => (part === 'windows' ? 'win32' : part))
  const cpu = parts
    .filter((part) => PROCESSORS.test(part))
    .map((part) => (part === '64' ? 'x64' : part))
  if (os.length !== 1 || cpu.length !== 1) {
    throw new Error(`${path}: its name does not tell its platform; write its entry by hand`)
  }
  const libc = parts.some((part) => part.endsWith('musl'))
    ? ['musl']
    : parts.some((part) => part === 'gnu' || part === 'glibc')
      ? ['glibc']
      : undefined
  return { cpu, ...(libc && { libc }), os }
}

/** Adds what is missing and sorts the entries as npm does; returns the folders added. */
export function complete(lock: Lock): string[] {
  const added: string[] = []
  for (const [path, version, parent] of missingEntries(lock)) {
    if (!/^\d+\.\d+\.\d+/.test(version)) {
      throw new Error(`${path}: ${version} is no exact version; write its entry by hand`)
    }
    const { cpu, libc, os } = platform(path)
    lock.packages[path] = {
      version,
      ...(cpu && { cpu }),
      ...(parent.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    }
    added.push(path)
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries(sorted)
  return added
}

/** The lock files of this repository. */
export const LOCK_FILES: readonly string[] = [
  'package-lock.json',
  'tests/runtimes/package-lock.json',
  'bench/package-lock.json',
]

if (import.meta.main) {
  for (const file of LOCK_FILES) {
    const lock: Lock = JSON.parse(readFileSync(file, 'utf8'))
    const added = complete(lock)
    if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
    console.log(`${file}: ${added.length === 0 ? 'whole' : `added ${added.join(', ')}`}`)
  }
}
