/** The central service, as `hallpass consent serve` runs it, but for its limits. */
import { ready } from '../../guard/servers/setup.ts'
import { built } from '../../modules.ts'
import { setup } from '../setup.ts'

const { createConsentService, openStore, serve } =
  await built<typeof import('../../../src/consent-service.ts')>('consent-service')

const { port, baseUrl, store } = setup()
const target = store.startsWith('postgres:') ? { databaseUrl: store } : { data: store }
const unlimited = { perSecond: 1e6, burst: 1e6 }
const service = await createConsentService({
  store: await openStore(target),
  baseUrl,
  limits: { sites: unlimited, choices: unlimited },
})
await serve(service, { port, host: '127.0.0.1' })
await ready()
