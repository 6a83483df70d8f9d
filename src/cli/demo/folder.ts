/** The folder of a demo's data, which belongs to one running demo at a time. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errorCode } from './files.ts'

/** A folder that no other demo uses until it is released. */
export interface HeldFolder {
  /** The absolute path. */
  readonly folder: string
  release(): Promise<void>
}

/** How many folders are tried before giving up. */
const ATTEMPTS = 50
/** The lock files that this process holds. A process of before may have had the same id. */
const held = new Set<string>()

/**
 * Makes the folder and holds it with a file that names this process. When another demo holds it,
 * the next name is taken: `<folder>-2`, `<folder>-3` and so on.
 *
 * @throws Error with one sentence when there can be no such folder
 */
export async function holdFolder(at: string): Promise<HeldFolder> {
  const wanted = resolve(at)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const folder = attempt === 1 ? wanted : `${wanted}-${attempt}`
    const lock = join(folder, 'running.pid')
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if (await isHeld(lock)) continue
      await writeFile(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      throw unusable(folder, error)
    }
    held.add(lock)
    return { folder, release: () => release(lock) }
  }
  throw new Error(`${wanted} and the folders after it are in use. Use --data with another.`)
}

/** Whether a process that lives holds the lock; what is left of one that died is cleared away. */
async function isHeld(lock: string): Promise<boolean> {
  if (held.has(lock)) return true
  const id = await holder(lock)
  if (id !== undefined && id !== process.pid && isAlive(id)) return true
  await rm(lock, { force: true })
  return false
}

/** Another demo may have taken the folder since, if someone deleted it. */
async function release(lock: string): Promise<void> {
  held.delete(lock)
  if ((await holder(lock)) === process.pid) await rm(lock, { force: true })
}

async function holder(lock: string): Promise<number | undefined> {
  const text = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  })
  return /^[1-9]\d*\n$/.test(text) ? Number(text) : undefined
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    // It is there, and belongs to another user.
    return errorCode(error) === 'EPERM'
  }
}

function unusable(folder: string, error: unknown): Error {
  const code = errorCode(error)
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new Error(`${folder} is not a folder. Use --data with the name of a folder.`)
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new Error(`${folder} cannot hold the data (${reason}). Use --data with another folder.`)
}
