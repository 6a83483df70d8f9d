import { serve } from '@hono/node-server'
import { fetchApp } from './fetch.ts'
import type { AppConfig } from './pass.ts'
import type { RunningApp } from './running.ts'

/** The test app's `fetch` function on Node, served by @hono/node-server. */
export function startFetch(config: AppConfig): Promise<RunningApp> {
  return new Promise((resolve) => {
    const options = { fetch: fetchApp(config), port: config.port, hostname: '127.0.0.1' }
    const server = serve(options, () =>
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) }),
    )
  })
}
