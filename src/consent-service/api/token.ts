/** `POST /api/v1/token`: a site learns which visitor came back with a one-time code. */
import { HallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import type { Core, Route } from '../core.ts'
import { milliseconds } from '../service.ts'
import { authenticate } from './authenticate.ts'
import { codeHash, isCode } from './code.ts'
import { jsonReply, member, readJsonObject } from './json.ts'

export const tokenRoute: Route = {
  name: 'token',
  methods: ['POST'],
  forPrograms: true,
  answer: token,
}

async function token(core: Core, exchange: Exchange): Promise<Reply> {
  const site = await authenticate(core, exchange)
  const code = member(await readJsonObject(exchange), 'code')
  if (typeof code !== 'string') throw new HallpassError('bad_request', 'Send a code: {"code":"…"}.')
  const { service } = core
  const visitor = isCode(code)
    ? await service.store.takeCode(codeHash(code), site.id, milliseconds(service))
    : undefined
  if (visitor === undefined) {
    throw new HallpassError('code_invalid', 'The code was used, is too old, or is of another site.')
  }
  return jsonReply({ user_uuid: visitor })
}
