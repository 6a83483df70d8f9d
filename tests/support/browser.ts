/**
 * A browser without a screen: cookies, redirects, forms and the `Sec-Fetch-*` headers, over
 * node:http. It knows the way to `*.localhost` itself, and reaches any other host through
 * `gateways`, as behind a reverse proxy.
 */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { CookieJar } from './cookie-jar.ts'
import { type Form, readForms } from './forms.ts'

/** Where an origin is really served, and what the proxy in front of it adds. */
export interface Gateway {
  readonly port: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What a request is. Default: a navigation that the user started. */
export interface RequestOptions {
  readonly method?: string
  /** A navigation, or a script's `fetch`. */
  readonly mode?: 'navigate' | 'cors'
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>> | URLSearchParams
  readonly body?: string
  /** The page that causes the request; undefined when the user does. */
  readonly from?: string
}

export interface Answer {
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly cookies: readonly string[]
  readonly body: string
  /** The pieces as they came, for answers that stream. */
  readonly chunks: readonly string[]
  json(): Record<string, unknown>
}

export class Browser {
  readonly jar: CookieJar = new CookieJar()
  readonly #gateways: Readonly<Record<string, Gateway>>

  /** @param gateways - by origin: `{ 'https://shop.example': { port } }` */
  constructor(gateways: Readonly<Record<string, Gateway>> = {}) {
    this.#gateways = gateways
  }

  /** One request and its answer; a redirect is not followed. */
  async send(address: string, options: RequestOptions = {}): Promise<Answer> {
    const url = new URL(address)
    const mode = options.mode ?? 'navigate'
    const method = options.method ?? 'GET'
    const initiator = options.from === undefined ? undefined : new URL(options.from).origin
    const body = options.form ? new URLSearchParams(options.form).toString() : options.body
    const cookie = this.jar.header(url, { method, navigation: mode === 'navigate', initiator })
    const gateway = this.#gateways[url.origin]
    const headers: Record<string, string> = {
      host: url.host,
      accept: mode === 'navigate' ? 'text/html,*/*;q=0.8' : 'application/json',
      'sec-fetch-mode': mode,
      'sec-fetch-dest': mode === 'navigate' ? 'document' : 'empty',
      'sec-fetch-site': relation(initiator, url),
      ...(initiator !== undefined &&
        (method !== 'GET' || mode === 'cors') && { origin: initiator }),
      ...(cookie !== undefined && { cookie }),
      ...(options.form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
      ...gateway?.headers,
      ...options.headers,
    }
    const answer = await exchange(url, gateway?.port ?? Number(url.port), method, headers, body)
    this.jar.store(url, answer.cookies)
    return answer
  }

  /** A navigation with its redirects, and with the forms that a script would send on. */
  async visit(address: string, options: RequestOptions = {}): Promise<Answer> {
    let answer = await this.send(address, options)
    let from = options.from
    for (let hops = 0; hops < 20; hops++) {
      const next = following(answer)
      if (next === undefined) return answer
      // A redirect keeps the initiator of the first request; a form has its own page.
      if (next.options.form !== undefined) from = answer.url
      answer = await this.send(next.url, { ...next.options, ...(from !== undefined && { from }) })
    }
    throw new Error(`too many redirects, the last to ${answer.url}`)
  }

  /** Fills in and sends the page's form that has all of `fields`. */
  async submit(page: Answer, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const names = Object.keys(fields)
    const form = readForms(page.body, page.url).find((one) => names.every((n) => n in one.fields))
    if (form === undefined) throw new Error(`no form with ${names.join(', ')} on ${page.url}`)
    return this.visit(form.action, { ...post(form, fields), from: page.url })
  }
}

function post(form: Form, fields: Readonly<Record<string, string>> = {}): RequestOptions {
  return { method: form.method, form: { ...form.fields, ...fields } }
}

function following(answer: Answer): { url: string; options: RequestOptions } | undefined {
  const { location } = answer.headers
  if (location !== undefined && answer.status >= 300 && answer.status < 400) {
    return { url: new URL(location, answer.url).href, options: {} }
  }
  // The page of form_post sends its form by a script, or on load.
  const [form] = readForms(answer.body, answer.url)
  if (form !== undefined && /\.submit\(\)|onload=/.test(answer.body)) {
    return { url: form.action, options: post(form) }
  }
  return undefined
}

function relation(initiator: string | undefined, url: URL): string {
  if (initiator === undefined) return 'none'
  return initiator === url.origin ? 'same-origin' : 'cross-site'
}

function exchange(
  url: URL,
  port: number,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const path = `${url.pathname}${url.search}`
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: string[] = []
      response.setEncoding('utf8').on('error', reject)
      response.on('data', (chunk: string) => chunks.push(chunk))
      response.on('end', () => {
        const text = chunks.join('')
        resolve({
          url: url.href,
          status: response.statusCode ?? 0,
          headers: response.headers,
          cookies: response.headers['set-cookie'] ?? [],
          body: text,
          chunks,
          json: () => JSON.parse(text),
        })
      })
    })
    request.end(body)
  })
}
