/** Tells the service, once for each visitor, that their GPC signal was honoured. */
import { isHallpassError } from '../../errors.ts'
import { CALL_LIMIT, type ServiceClient } from './client.ts'
import type { Complaints } from './complaints.ts'

/** Visitors that are remembered as reported; above it the memory begins anew. */
const MAX_VISITORS = 10_000

/** The service records a signal once for each policy: this memory only saves the calls. */
export class GpcReports {
  readonly #client: ServiceClient
  readonly #complaints: Complaints
  readonly #reported = new Set<string>()

  constructor(client: ServiceClient, complaints: Complaints) {
    this.#client = client
    this.#complaints = complaints
  }

  /** Reports in the background; nothing waits for it, and a report that fails is made again. */
  report(uuid: string, policy: number | undefined): void {
    if (this.#reported.has(uuid)) return
    if (this.#reported.size >= MAX_VISITORS) this.#reported.clear()
    this.#reported.add(uuid)
    const shown = policy === undefined ? {} : { policy }
    this.#client
      .save(uuid, { preferences: { consent: 'unset' }, act: 'gpc', ...shown }, CALL_LIMIT)
      .catch((error: unknown) => {
        this.#reported.delete(uuid)
        const detail = isHallpassError(error) ? error.message : String(error)
        this.#complaints.warn('a GPC signal was not reported', { detail })
      })
  }
}
