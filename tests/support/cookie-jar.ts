/** The cookies of a browser: what a site may set, and what is sent where (RFC 6265bis). */
import { parseSetCookie } from 'cookie'

interface StoredCookie {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly domain: boolean
  readonly path: string
  readonly secure: boolean
  readonly sameSite: 'lax' | 'none' | 'strict'
  readonly expires: number
}

/** How a request came to be, as far as SameSite asks. */
export interface Sending {
  readonly method: string
  readonly navigation: boolean
  /** The origin that caused it; undefined when the user did. */
  readonly initiator?: string | undefined
}

export class CookieJar {
  #cookies: StoredCookie[] = []

  /** Stores what an answer sets. A cookie that a browser would refuse is a fault of the test. */
  store(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const { name, value = '', ...attributes } = parseSetCookie(line, { decode: (raw) => raw })
      const cookie: StoredCookie = {
        name,
        value,
        host: attributes.domain?.replace(/^\./, '') ?? url.hostname,
        domain: attributes.domain !== undefined,
        path: attributes.path ?? '/',
        secure: attributes.secure ?? false,
        sameSite: sameSite(attributes.sameSite),
        expires: Date.now() + (attributes.maxAge ?? 86_400) * 1000,
      }
      const fault = refusal(url, cookie, line)
      if (fault !== undefined) throw new Error(`a browser refuses this cookie (${fault}): ${name}`)
      this.#cookies = this.#cookies.filter((old) => !same(old, cookie))
      if (cookie.expires > Date.now()) this.#cookies.push(cookie)
    }
  }

  /** The `Cookie` header of a request; undefined for none. */
  header(url: URL, sending: Sending): string | undefined {
    const crossSite =
      sending.initiator !== undefined && site(sending.initiator) !== site(url.origin)
    const sent = this.#matching(url).filter(
      (cookie) =>
        !crossSite ||
        cookie.sameSite === 'none' ||
        (cookie.sameSite === 'lax' && sending.navigation && sending.method === 'GET'),
    )
    return sent.length === 0 ? undefined : sent.map((c) => `${c.name}=${c.value}`).join('; ')
  }

  /** The cookies that `url` would see, by name. */
  at(url: string): Record<string, string> {
    return Object.fromEntries(this.#matching(new URL(url)).map((c) => [c.name, c.value]))
  }

  /** Puts a cookie there as an attacker or another tab would. */
  set(url: string, name: string, value: string, path = '/'): void {
    this.store(new URL(url), [
      `${name}=${value}; Path=${path}${url.startsWith('https:') ? '; Secure' : ''}`,
    ])
  }

  #matching(url: URL): StoredCookie[] {
    return this.#cookies
      .filter(
        (cookie) =>
          cookie.expires > Date.now() &&
          (cookie.host === url.hostname ||
            (cookie.domain && url.hostname.endsWith(`.${cookie.host}`))) &&
          (url.pathname === cookie.path ||
            url.pathname.startsWith(cookie.path.replace(/\/?$/, '/'))) &&
          (!cookie.secure || trustworthy(url)),
      )
      .sort((a, b) => b.path.length - a.path.length)
  }
}

function same(a: StoredCookie, b: StoredCookie): boolean {
  return a.name === b.name && a.host === b.host && a.path === b.path && a.domain === b.domain
}

function sameSite(value: unknown): 'lax' | 'none' | 'strict' {
  return value === 'none' || value === 'strict' ? value : 'lax'
}

function refusal(url: URL, cookie: StoredCookie, line: string): string | undefined {
  if (line.length > 4096) return 'over 4096 bytes'
  if (cookie.secure && !trustworthy(url)) return 'Secure over http'
  if (cookie.sameSite === 'none' && !cookie.secure) return 'SameSite=None without Secure'
  if (/^__secure-/i.test(cookie.name) && !cookie.secure) return '__Secure- without Secure'
  if (/^__host-/i.test(cookie.name) && (!cookie.secure || cookie.domain || cookie.path !== '/')) {
    return '__Host- needs Secure, no Domain, Path=/'
  }
  if (cookie.domain && cookie.host !== url.hostname && !url.hostname.endsWith(`.${cookie.host}`)) {
    return 'another domain'
  }
  return undefined
}

function trustworthy(url: URL): boolean {
  return url.protocol === 'https:' || /(^|\.)localhost$|^127\./.test(url.hostname)
}

/** Scheme and registrable domain; `localhost` counts as a public suffix. */
function site(origin: string): string {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname.split('.').slice(-2).join('.')}`
}
