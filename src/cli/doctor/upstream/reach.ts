/** Whether an upstream of `hallpass guard serve` answers. */
import type { UpstreamConfig } from '../../../guard-env/config.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Wire } from '../wire.ts'
import { WireFault, wireFix } from '../wire-fault.ts'

const NAME = 'upstream.reach'

/** Asks what the server asks now and then: any status below 500 says that the app is up. */
export async function checkUpstream({ url, health }: UpstreamConfig, wire: Wire): Promise<Finding> {
  const base = new URL(url)
  const address = base.origin + base.pathname.replace(/\/$/, '') + (health ?? '/')
  try {
    const { status } = await wire.call(address)
    const found = `${address} answers ${status}`
    if (status >= 500) return failed(NAME, found, 'Look at the log of the upstream.')
    if (status < 400 || health === undefined) return ok(NAME, found)
    const fix =
      'Correct HALLPASS_HEALTH_PATH, or health in the config file: the app has no such page.'
    return warning(NAME, `${found}, which counts as up`, fix)
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return failed(NAME, error.message, wireFix(error, 'HALLPASS_UPSTREAM'))
  }
}
