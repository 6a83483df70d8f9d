/**
 * A very small browser: it keeps cookies, follows redirects and sends forms. It looks up
 * `*.localhost` itself, as browsers do and Node does not.
 */
import { type IncomingHttpHeaders, request } from 'node:http'
import type { LookupFunction } from 'node:net'
import { text } from 'node:stream/consumers'

/** A page that was reached. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly body: string
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly path: string
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const MAX_REDIRECTS = 15

/** One visitor with cookies of their own. */
export class Browser {
  #cookies: Cookie[] = []

  /** Goes to an address, and on to where it is redirected. */
  open(address: string | URL): Promise<Page> {
    return this.#go(new URL(address), undefined)
  }

  /** Sends the first form of the page that has a field called `field`, with `values` filled in. */
  submit(page: Page, field: string, values: Record<string, string>): Promise<Page> {
    const forms = [...page.body.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form)
    const form = forms.find((candidate) => candidate.includes(`name="${field}"`))
    if (form === undefined) throw new Error(`${page.url} has no form with a field ${field}`)
    const fields = new URLSearchParams()
    for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(input, 'name')
      if (name !== '') fields.set(name, values[name] ?? attribute(input, 'value'))
    }
    return this.#go(new URL(attribute(form, 'action'), page.url), fields)
  }

  /** Sends a form that is not on any page. */
  post(address: string | URL, fields: Record<string, string>): Promise<Page> {
    return this.#go(new URL(address), new URLSearchParams(fields))
  }

  async #go(start: URL, form: URLSearchParams | undefined): Promise<Page> {
    let url = start
    let fields = form
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const { status, headers, body } = await this.#send(url, fields)
      this.#keep(url, headers['set-cookie'] ?? [])
      if (status < 300 || status > 399 || headers.location === undefined) {
        return { url, status, body }
      }
      if (status !== 307 && status !== 308) fields = undefined
      url = new URL(headers.location, url)
    }
    throw new Error(`${start} redirects more than ${MAX_REDIRECTS} times, last to ${url}`)
  }

  #send(url: URL, form: URLSearchParams | undefined): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: 'text/html,*/*;q=0.8',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    const cookies = this.#cookies.filter(
      ({ host, path }) => host === url.hostname && url.pathname.startsWith(path),
    )
    if (cookies.length > 0) {
      headers.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    }
    if (form !== undefined) {
      headers.origin = url.origin
      headers['content-type'] = 'application/x-www-form-urlencoded'
    }
    return new Promise((resolve, reject) => {
      const method = form === undefined ? 'GET' : 'POST'
      const sent = request(
        url,
        { method, headers, lookup: thisMachine, agent: false },
        (answer) => {
          text(answer).then((body) => {
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body })
          }, reject)
        },
      )
      sent.on('error', reject)
      sent.end(form?.toString())
    })
  }

  #keep(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/)
      const [name = '', ...value] = pair.split('=')
      const given = new Map(
        attributes
          .map((item) => item.split('='))
          .map(([key = '', to = '']) => [key.toLowerCase(), to]),
      )
      const cookie = {
        name,
        value: value.join('='),
        host: url.hostname,
        path: given.get('path') || '/',
      }
      this.#cookies = this.#cookies.filter(
        (old) => old.name !== name || old.host !== cookie.host || old.path !== cookie.path,
      )
      const expires = given.get('expires')
      const over = given.get('max-age') === '0' || (expires && Date.parse(expires) <= Date.now())
      if (!over) this.#cookies.push(cookie)
    }
  }
}

/** Answers every name with this machine's own address. */
const thisMachine: LookupFunction = (name, options, found) => {
  if (name !== 'localhost' && !name.endsWith('.localhost')) {
    found(new Error(`${name} is not on this machine`), '')
  } else if (options.all) found(null, [{ address: '127.0.0.1', family: 4 }])
  else found(null, '127.0.0.1', 4)
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  lt: '<',
  gt: '>',
  '#39': "'",
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replace(/&(amp|quot|lt|gt|#39);/g, (whole, entity) => ENTITIES[entity] ?? whole)
}
