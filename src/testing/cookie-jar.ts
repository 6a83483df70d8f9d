/** The cookies of one visitor, as far as a test needs them: by name and path. */

interface Kept {
  /** As it is sent: `name=value`. */
  readonly pair: string
  readonly path: string
}

/** Keeps what answers of one service set. */
export class CookieJar {
  readonly #cookies = new Map<string, Kept>()

  /** Takes the `Set-Cookie` lines of an answer. */
  store(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1)
      const name = pair.slice(0, pair.indexOf('='))
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/'
      const isOver = /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line)
      if (isOver) this.#cookies.delete(name)
      else this.#cookies.set(name, { pair, path })
    }
  }

  /** The `Cookie` header for a path, without its query; empty when there is none. */
  header(path: string): string {
    return [...this.#cookies.values()]
      .filter((cookie) => path === cookie.path || path.startsWith(folder(cookie.path)))
      .map(({ pair }) => pair)
      .join('; ')
  }
}

function folder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`
}
