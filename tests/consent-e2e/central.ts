/** The central service for Chromium: stopped, started again on the same file, or made to hang. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newApiKey } from '../../src/consent-service/api-key.ts'
import type { ConsentStore, LogRecord } from '../../src/consent-service/store/port.ts'
import { createConsentService, openSqlite, type Serving, serve } from '../../src/consent-service.ts'
import { freePorts } from '../support/free-ports.ts'

export class Central {
  readonly url: string
  readonly file: string
  /** Seconds by which its clock is ahead. */
  ahead = 0
  readonly #port: number
  readonly #folder: string
  #store: ConsentStore | undefined
  #serving: Serving | undefined
  #hole: { readonly server: Server; readonly sockets: Set<Socket> } | undefined

  constructor(port: number) {
    this.#port = port
    this.url = `http://consent.localhost:${port}`
    this.#folder = mkdtempSync(join(tmpdir(), 'hallpass-consent-e2e-'))
    this.file = join(this.#folder, 'consent.db')
  }

  get store(): ConsentStore {
    if (this.#store === undefined) throw new Error('The service is stopped')
    return this.#store
  }

  async start(): Promise<void> {
    await this.#fill()
    this.#store = await openSqlite(this.file)
    const service = await createConsentService({
      store: this.#store,
      baseUrl: this.url,
      organisation: 'Example & Co',
      now: () => Date.now() / 1000 + this.ahead,
    })
    this.#serving = await serve(service, { port: this.#port, host: '127.0.0.1' })
  }

  async stop(): Promise<void> {
    await this.#serving?.close()
    this.#serving = undefined
    this.#store = undefined
  }

  /** Stops it; from now on connections are taken at its port, and never answered. */
  async hang(): Promise<void> {
    await this.stop()
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}).resume())
    })
    await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening))
    this.#hole = { server, sockets }
  }

  async #fill(): Promise<void> {
    const hole = this.#hole
    if (hole === undefined) return
    this.#hole = undefined
    for (const socket of hole.sockets) socket.destroy()
    await new Promise((closed) => hole.server.close(closed))
  }

  async close(): Promise<void> {
    await this.#fill()
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Registers a site; gives its key. */
  async addSite(origin: string): Promise<string> {
    const { key, hash } = newApiKey()
    const site = { origin, callback: '/_cookies/callback', createdAt: Date.now() }
    await this.store.addSite(site, hash)
    return key
  }

  /** What a site's server asks with its key. */
  ask(key: string, path: string, body?: object): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
  }

  /** What the log says of a visitor, oldest first. */
  async records(visitor: string): Promise<readonly LogRecord[]> {
    const entries = await this.store.log({ visitor, limit: 100 })
    return entries.flatMap(({ record }) => record ?? []).reverse()
  }

  /** The acts of a visitor, oldest first. */
  async acts(visitor: string): Promise<readonly (string | undefined)[]> {
    return (await this.records(visitor)).map(({ act }) => act)
  }
}

/** A service that runs. */
export async function startCentral(): Promise<Central> {
  const [port = 0] = await freePorts(1)
  const central = new Central(port)
  await central.start()
  return central
}
