/** The central consent service of a run of the suite, on a file that goes with it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newApiKey } from '../../../src/consent-service/api-key.ts'
import { createConsentService, openSqlite, serve } from '../../../src/consent-service.ts'

export interface RunningConsent {
  /** `http://consent.localhost:…`. */
  readonly service: string
  /** The key of the site. */
  readonly apiKey: string
  close(): Promise<void>
}

/** Serves it at `url`, for one site. */
export async function startConsent(url: string, site: string): Promise<RunningConsent> {
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-suite-'))
  const store = await openSqlite(join(folder, 'consent.db'))
  const { key, hash } = newApiKey()
  const callback = '/_cookies/callback'
  await store.addSite({ origin: site, callback, createdAt: Date.now() }, hash)
  const logger = { info() {}, warn() {}, error: console.error }
  const service = await createConsentService({ store, baseUrl: url, logger })
  const serving = await serve(service, { port: Number(new URL(url).port), host: '127.0.0.1' })
  return {
    service: url,
    apiKey: key,
    close: async () => {
      await serving.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
