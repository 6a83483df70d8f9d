/** Whether an upstream of `hallpass guard serve` answers. */
import type { UpstreamConfig } from '../../../guard-env/config.ts'
import { type Finding, failed, ok } from '../finding.ts'
import type { Wire } from '../wire.ts'
import { WireFault, wireFix } from '../wire-fault.ts'

const NAME = 'upstream.reach'

/** Asks for the page that says whether it is well, else for any. */
export async function checkUpstream({ url, health }: UpstreamConfig, wire: Wire): Promise<Finding> {
  const base = new URL(url)
  const address = new URL(health ?? base.pathname, base)
  try {
    const { status } = await wire.call(address)
    const found = `${address.href} answers ${status}`
    if (status < 400 || (health === undefined && status < 500)) return ok(NAME, found)
    const fix =
      health === undefined
        ? 'Look at the log of the upstream.'
        : 'Look at the log of the upstream, or correct the path that is asked (HALLPASS_HEALTH_PATH).'
    return failed(NAME, found, fix)
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return failed(NAME, error.message, wireFix(error, 'HALLPASS_UPSTREAM'))
  }
}
