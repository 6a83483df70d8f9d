/** JSON files that only this user can read, written whole or not at all. */
import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

/** The parsed content of a file, or `undefined` when there is none. */
export async function readJson(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path)
  }
}

/** Writes beside the file and moves it into place, so that a crash leaves the old one whole. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`
  await writeFile(beside, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
  await rename(beside, path)
}

/** The code of a fault of the operating system, such as `ENOENT`. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** The fault of a file that holds something else than the demo writes. */
export function damaged(path: string): Error {
  return new Error(`${path} is not a file that the demo wrote. Delete it to start afresh.`)
}

/** A folder that was deleted meanwhile is not made again: who deletes it wants to start afresh. */
async function save(path: string, value: unknown): Promise<void> {
  try {
    await writeJson(path, value)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** Writes a value to its file soon after it changed, many changes at once. */
export class Saver {
  readonly #write: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(path: string | undefined, value: () => unknown, delayMs = 250) {
    this.#write = path === undefined ? async () => {} : () => save(path, value())
    this.#delayMs = delayMs
  }

  readonly #delayMs: number

  /** To be called after each change. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      // A write that fails is tried again with the next change, and told by `flush` at the end.
      this.flush().catch(() => {})
    }, this.#delayMs)
  }

  /** Writes what is pending; rejects when the file cannot be written. */
  async flush(): Promise<void> {
    const pending = this.#timer !== undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (pending) this.#writing = this.#writing.catch(() => {}).then(this.#write)
    await this.#writing
  }
}
