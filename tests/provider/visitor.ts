/** A browser at the shop, which runs in this process, and at providers, which are real servers. */
import { CookieJar } from '../support/cookie-jar.ts'
import { readForms } from '../support/forms.ts'

export const SHOP = 'https://shop.example'

export type App = (request: Request) => Response | Promise<Response>

/** What a request is. Default: a navigation that the user started. */
export interface Sending {
  readonly method?: string
  /** A navigation, or a script's `fetch` on a page of the shop. */
  readonly mode?: 'navigate' | 'cors'
  /** An empty value takes a header away. */
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>> | URLSearchParams
  /** The origin of the page that causes the request; undefined when the user does. */
  readonly from?: string
  /** Sent instead of what the jar holds. */
  readonly cookie?: string
}

/** One answer, read to its end. */
export interface Seen {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly cookies: readonly string[]
  readonly body: string
  /** Where a redirect leads, resolved; empty for none. */
  readonly location: string
}

export class Visitor {
  readonly jar: CookieJar = new CookieJar()
  /** Every answer of the shop. */
  readonly seen: Seen[] = []
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** One request to the shop and its answer; a redirect is not followed. */
  async send(target: string, sending: Sending = {}): Promise<Seen> {
    const url = new URL(target.startsWith('/') ? SHOP + target : target)
    const { method = 'GET', mode = 'navigate', form } = sending
    const from = sending.from ?? (mode === 'cors' ? SHOP : undefined)
    const initiator = from === undefined ? undefined : new URL(from).origin
    const stored = this.jar.header(url, { method, navigation: mode === 'navigate', initiator })
    const cookie = sending.cookie ?? stored
    const all: Record<string, string> = {
      accept: mode === 'navigate' ? 'text/html,*/*;q=0.8' : 'application/json',
      'sec-fetch-mode': mode,
      'sec-fetch-site': relation(initiator),
      ...(initiator !== undefined && method !== 'GET' && { origin: initiator }),
      ...(cookie !== undefined && { cookie }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...sending.headers,
    }
    const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    // The exact target counts: `URL` would tidy it up before it is sent.
    const address = target.startsWith('/') ? SHOP + target : target
    const body = form && new URLSearchParams(form).toString()
    const request = new Request(url, { method, headers, ...(body !== undefined && { body }) })
    Object.defineProperty(request, 'url', { value: address })
    return await this.#keep(url, await this.#app(request))
  }

  async #keep(url: URL, response: Response): Promise<Seen> {
    const cookies = response.headers.getSetCookie()
    this.jar.store(url, cookies)
    const seen = await read(url.href, response, cookies)
    this.seen.push(seen)
    return seen
  }

  /** A navigation with its redirects, to the provider and back, and with forms sent on load. */
  async visit(target: string, sending: Sending = {}): Promise<Seen> {
    let answer = await this.send(target, sending)
    for (let hops = 0; hops < 20; hops++) {
      const [form] = /onload=/.test(answer.body) ? readForms(answer.body, answer.url) : []
      if (form !== undefined) {
        const from = answer.url
        answer = await this.send(form.action, { method: 'POST', form: form.fields, from })
      } else if (answer.location === '') return answer
      else answer = await this.#follow(answer.location)
    }
    throw new Error(`too many redirects, the last to ${answer.url}`)
  }

  async #follow(location: string): Promise<Seen> {
    if (location.startsWith(SHOP)) return await this.send(location)
    const response = await fetch(location, { redirect: 'manual' })
    return await read(location, response, response.headers.getSetCookie())
  }

  /** Asks for a login, and lets the provider answer: the address of the callback. */
  async callback(target = '/auth/login?returnTo=/me'): Promise<string> {
    const login = await this.send(target)
    if (login.location === '') throw new Error(`no login began: ${login.status} ${login.body}`)
    return (await this.#follow(login.location)).location
  }

  /** Who the shop says is signed in. */
  async session(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.send('/auth/session', { mode: 'cors' })).body)
  }

  /** The session cookie as it would be sent now. */
  get sessionCookie(): string | undefined {
    return this.jar.at(`${SHOP}/`)['__Host-hallpass']
  }
}

async function read(url: string, response: Response, cookies: string[]): Promise<Seen> {
  const location = response.headers.get('location')
  return {
    url,
    status: response.status,
    headers: response.headers,
    cookies,
    body: await response.text(),
    location: location === null ? '' : new URL(location, url).href,
  }
}

function relation(initiator: string | undefined): string {
  if (initiator === undefined) return 'none'
  return initiator === SHOP ? 'same-origin' : 'cross-site'
}
