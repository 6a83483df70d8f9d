/** `deno run deno.ts`: the test app on Deno. */
import { fetchApp } from './fetch.ts'
import { configFromEnv } from './pass.ts'

// As much of Deno as is used here.
declare const Deno: {
  serve(
    options: { port: number; hostname: string },
    handler: (request: Request, info: unknown) => Response | Promise<Response>,
  ): unknown
}

const config = configFromEnv()
Deno.serve({ port: config.port, hostname: '127.0.0.1' }, fetchApp(config))
