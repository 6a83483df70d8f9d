/** What a browser that obeys `Set-Cookie` sends back, without a browser's rules of where. */
import type { HeaderList } from '../../src/http/exchange.ts'

/** Cookies by name; each answer's lines are applied in order. */
export class SentBack {
  readonly #cookies = new Map<string, string>()

  /** Applies the `Set-Cookie` lines of an answer. */
  apply(headers: HeaderList): this {
    for (const [name, line] of headers) {
      if (name !== 'set-cookie') continue
      const [, cookie = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/; Max-Age=0(;|$)/.test(line)) this.#cookies.delete(cookie)
      else this.#cookies.set(cookie, value)
    }
    return this
  }

  set(name: string, value: string): this {
    this.#cookies.set(name, value)
    return this
  }

  get names(): string[] {
    return [...this.#cookies.keys()]
  }

  get(name: string): string {
    return this.#cookies.get(name) ?? ''
  }

  /** The `Cookie` header. */
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
