/** An app that writes down what reaches it, to the byte. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as it came. */
export interface Seen {
  readonly method: string
  readonly url: string
  /** Lines in their spelling and order. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  /** By lower-case name, the first of several. */
  header(name: string): string | undefined
  /** Filled when the request ends. */
  body: string
}

/** The app. It answers 200 `app` unless a path has a handler. */
export class Recorder {
  readonly seen: Seen[] = []
  /** Handlers by path, without the query. */
  readonly handlers: Record<string, RequestListener | undefined> = {}
  readonly sockets: Set<Socket> = new Set()
  /** Everything that came in, of all connections. */
  bytes = ''
  readonly server: Server
  port = 0

  constructor() {
    this.server = createServer((request, response) => {
      this.#note(request)
      const handler = this.handlers[request.url?.split('?', 1)[0] ?? '']
      if (handler !== undefined) return handler(request, response)
      request.resume().once('end', () => response.end('app'))
    })
    this.server.keepAliveTimeout = 60_000
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('data', (chunk) => {
        this.bytes += chunk.toString('latin1')
      })
      socket.on('error', () => {})
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Listens, on the same port as before. */
  async up(): Promise<this> {
    await new Promise<void>((ready) => this.server.listen(this.port, '127.0.0.1', ready))
    this.port = (this.server.address() as AddressInfo).port
    return this
  }

  /** Refuses connections, and cuts those that are there. */
  async down(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  /** The last request. */
  get last(): Seen {
    const last = this.seen.at(-1)
    if (last === undefined) throw new Error('nothing reached the app')
    return last
  }

  /** Writes a request down: for upgrades, too. */
  note(request: IncomingMessage): void {
    this.#note(request)
  }

  #note(request: IncomingMessage): void {
    const { rawHeaders } = request
    const lines: (readonly [string, string])[] = []
    for (let at = 0; at < rawHeaders.length; at += 2) {
      lines.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
    }
    const seen: Seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      lines,
      header: (name) => lines.find(([one]) => one.toLowerCase() === name)?.[1],
      body: '',
    }
    request.on('data', (chunk: Buffer) => {
      seen.body += chunk.toString('latin1')
    })
    this.seen.push(seen)
  }
}
