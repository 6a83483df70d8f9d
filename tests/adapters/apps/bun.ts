/** `bun bun.ts`: the test app on Bun. */
import { fetchApp } from './fetch.ts'
import { configFromEnv } from './pass.ts'

// As much of Bun as is used here.
declare const Bun: {
  serve(options: {
    port: number
    hostname: string
    fetch(request: Request, server: unknown): Response | Promise<Response>
  }): unknown
}

const config = configFromEnv()
Bun.serve({ port: config.port, hostname: '127.0.0.1', fetch: fetchApp(config) })
