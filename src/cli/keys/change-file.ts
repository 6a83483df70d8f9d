/**
 * Changes a file as a whole: whoever reads it finds the old text or the new one, and of two that
 * change it at once the second sees what the first wrote. The new text is written beside it into
 * a file that only one process can make, and then takes its name.
 */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long another process may take, in milliseconds. */
const PATIENCE_MS = 3000
const PAUSE_MS = 25

/**
 * Writes what `change` makes of a file's text. Mode and owner stay; a new file is for its owner
 * alone. A symbolic link is followed.
 *
 * @param change - Gets the text, undefined when there is no file; each character is one byte.
 * @throws Error what `change` throws, or a sentence that says why it cannot be written; the file
 * is then as it was
 */
export async function changeFile(
  path: string,
  change: (text: string | undefined) => string,
): Promise<void> {
  const target = targetOf(path)
  const beside = `${target}.hallpass-new`
  const file = await openNew(beside, target)
  let written = false
  try {
    const stats = statSync(target, { throwIfNoEntry: false })
    if (stats !== undefined && !stats.isFile()) throw new Error(`${path} is not a file.`)
    const text = stats && readFileSync(target, 'latin1')
    const bytes = Buffer.from(change(text), 'latin1')
    if (stats !== undefined) keepRights(file, stats, path)
    writeAll(file, bytes)
    fsyncSync(file)
    renameSync(beside, target)
    written = true
  } catch (error) {
    throw explained(error, target)
  } finally {
    closeSync(file)
    if (!written) rmSync(beside, { force: true })
  }
  syncFolder(dirname(target))
}

/** The file that is meant, behind symbolic links. */
function targetOf(path: string): string {
  const full = resolve(path)
  try {
    return realpathSync(full)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw explained(error, full)
  }
  if (lstatSync(full, { throwIfNoEntry: false }) !== undefined) {
    throw new Error(`${path} is a symbolic link to a file that is not there.`)
  }
  try {
    return join(realpathSync(dirname(full)), basename(full))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw explained(error, full)
    throw new Error(`There is no folder ${dirname(full)}.`)
  }
}

async function openNew(beside: string, target: string): Promise<number> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return openSync(beside, 'wx', 0o600)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw explained(error, target)
    }
    if (Date.now() > end) {
      throw new Error(
        `${beside} is there: another "hallpass keys" is at work, or one was stopped half-way. ` +
          `${target} is whole. If none is at work, delete ${beside} and run this again.`,
      )
    }
    await sleep(PAUSE_MS)
  }
}

/** A service that reads the file now must be able to read it afterwards. */
function keepRights(file: number, { uid, gid, mode }: Stats, path: string): void {
  try {
    fchownSync(file, uid, gid)
  } catch {
    throw new Error(`${path} belongs to another user or group: run this as its owner.`)
  }
  fchmodSync(file, mode & 0o7777)
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

/** So that the new name outlasts a crash of the machine, where folders can be synced at all. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    fsyncSync(handle)
    closeSync(handle)
  } catch {
    // Windows opens no folders.
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write in its folder, which changing a file as a whole needs',
  EPERM: 'this user may not change it',
  EROFS: 'it is on a file system that is read-only',
  EBUSY: 'it is mounted by itself (into a container, say): change it where it comes from',
  ENOSPC: 'there is no space left',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in a circle',
}

function explained(error: unknown, path: string): unknown {
  const reason = REASONS[codeOf(error) ?? '']
  return reason === undefined ? error : new Error(`${path} cannot be changed: ${reason}.`)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
