/** `hallpass consent serve`: runs the central service until it is told to stop. */
import { styleText } from 'node:util'
import type { StoreTarget } from '../../../consent-service/store/open.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { stopSignal } from '../../stop-signal.ts'
import { plainFault } from '../faults.ts'
import { targetName } from '../store-target.ts'
import { open } from '../with-store.ts'
import { greeting } from './greeting.ts'
import { SERVE_HELP, type ServeArguments, serveArguments } from './options.ts'
import { type Started, startService } from './start.ts'

/** Runs the command until it is stopped; gives the exit status. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const asked = serveArguments(args)
  if (asked === undefined) {
    process.stdout.write(SERVE_HELP)
    return 0
  }
  // The service goes on when what collects its logs is gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const stopped = stopSignal()
  const store = await open(asked.target)
  const service = await started(asked, store)
  await stopped
  process.stderr.write('\nStopping: requests that run may end. Ctrl-C once more stops at once.\n')
  await service.close()
  return 0
}

async function started(asked: ServeArguments, store: ConsentStore): Promise<Started> {
  try {
    const sites = (await store.sites()).length
    const service = await startService(asked, store)
    const { baseUrl, url: listens, metricsUrl: metrics } = service
    const data = targetName(asked.target)
    const hasDashboard = asked.dashboardKey !== undefined
    const option = optionOf(asked.target)
    const ready = { baseUrl, listens, metrics, data, option, hasDashboard, sites }
    process.stderr.write(greeting(ready, bold))
    return service
  } catch (error) {
    await store.close()
    throw plainFault(error, targetName(asked.target))
  }
}

function optionOf(target: StoreTarget): string {
  return 'data' in target && target.data !== 'consent.db' ? ` --data ${target.data}` : ''
}

function bold(text: string): string {
  return styleText('bold', text, { stream: process.stderr })
}
