/** Files that a command was given, and why one could not be used. */
import { readFileSync } from 'node:fs'

/**
 * The text of a file.
 *
 * @param name - Begins the sentence that says what is wrong with it.
 * @throws Error with one sentence
 */
export function readText(file: string, name: string = file): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new Error(`${name} cannot be read: ${fileReason(error)}.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error(`${name} cannot be read: it is not UTF-8 text.`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links go in a circle',
}

/** Why a file could not be read, in words. */
export function fileReason(error: unknown): string {
  const code = codeOf(error) ?? 'unknown'
  return REASONS[code] ?? code
}

/** The word of the system for what went wrong: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
