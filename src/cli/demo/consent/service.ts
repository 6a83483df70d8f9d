/** The demo's central consent service, its data and its sites. */
import { rename, rm, stat } from 'node:fs/promises'
import { type ConsentService, createConsentService } from '../../../consent-service/create.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { openSqlite } from '../../../consent-service/store/sqlite/sqlite.ts'
import { tellingLogger } from '../app.ts'
import { errorCode } from '../files.ts'
import { register, type SiteKeys } from './register.ts'
import { DASHBOARD_KEY, ORGANISATION } from './samples.ts'
import { seed } from './seed.ts'

/** What the service is made from. */
export interface ConsentOptions {
  /** Where it is to visitors and sites. */
  readonly url: string
  /** The origins of the sites that use it. */
  readonly origins: SiteKeys
  /** The path of a file in the folder of the demo's data. */
  readonly path: (name: string) => string
  /** How many days of choices are made up at the first start. */
  readonly days: number
  /** Told how much of that is done, from 0 to 1. */
  readonly progress: (share: number) => void
  /** Told in one line of what is wrong. */
  readonly log: (line: string) => void
}

/** A service that can answer, and the API keys of its sites. */
export interface OpenConsent {
  readonly service: ConsentService
  readonly keys: SiteKeys
}

/** Opens the service; at the first start with data that was made up. */
export async function openConsent(options: ConsentOptions): Promise<OpenConsent> {
  const { url, origins, path, log } = options
  const data = path('consent.db')
  if (!(await isThere(data))) await makeData(data, options)
  const store = await openSqlite(data)
  try {
    const keys = await register(store, origins, path('consent-keys.json'))
    const service = await createConsentService({
      store,
      baseUrl: url,
      organisation: ORGANISATION,
      dashboard: { key: DASHBOARD_KEY },
      logger: tellingLogger('consent', log),
    })
    return { service, keys }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** A start that is broken off leaves nothing half made: the file gets its name at the end. */
async function makeData(data: string, options: ConsentOptions): Promise<void> {
  const { days, origins, progress } = options
  const half = `${data}.new`
  await Promise.all(['', '-wal', '-shm'].map((end) => rm(half + end, { force: true })))
  const store: ConsentStore = await openSqlite(half)
  try {
    await seed(store, { days, now: Date.now(), origins, progress })
  } finally {
    await store.close()
  }
  await rename(half, data)
}
