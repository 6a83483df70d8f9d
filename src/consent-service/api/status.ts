/** `GET /_status/check`: whether the service can answer, for sites and balancers. */
import type { Reply } from '../../http/exchange.ts'
import type { Core, Route } from '../core.ts'
import { jsonReply } from './json.ts'

export const statusRoute: Route = {
  name: 'status',
  methods: ['GET', 'HEAD'],
  forPrograms: true,
  answer: status,
}

/** `state` tells sites that the service passes one through, so that they bind their callbacks. */
async function status(core: Core): Promise<Reply> {
  await core.ready.get('')
  const { version } = await core.policy.get('')
  return jsonReply({ status: 'ok', state: true, policy: version })
}
