/** `GET` and `POST /api/v1/users/{uuid}/preferences`: a site asks what a visitor chose, or says. */
import { isoTimestamp } from '../../consent/wire/timestamp.ts'
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import type { Core, Route } from '../core.ts'
import { type InForce, told } from '../policy.ts'
import { milliseconds } from '../service.ts'
import type { Change, Known, Site } from '../store/port.ts'
import { isVisitorId } from '../uuid.ts'
import { authenticate } from './authenticate.ts'
import { choicesIn, readSent, type Sent, versionFor } from './change.ts'
import { chosenAt } from './chosen-at.ts'
import { jsonReply, readJsonObject } from './json.ts'

const PATH = /^\/api\/v1\/users\/([^/?]*)\/preferences(?:\?|$)/

export const preferencesRoute: Route = {
  name: 'preferences',
  methods: ['GET', 'HEAD', 'POST'],
  forPrograms: true,
  answer: preferences,
}

/** Whether a request is for the preferences of some visitor. */
export function isPreferencesUrl(url: string): boolean {
  return PATH.test(url)
}

async function preferences(core: Core, exchange: Exchange): Promise<Reply> {
  const site = await authenticate(core, exchange)
  const visitor = PATH.exec(exchange.url)?.[1]?.toLowerCase() ?? ''
  // What is no id is nobody's: the answer is that of an id which nobody has.
  if (!isVisitorId(visitor)) throw unknown()
  return exchange.method === 'POST'
    ? await write(core, exchange, site, visitor)
    : await read(core, site, visitor)
}

async function read(core: Core, site: Site, visitor: string): Promise<Reply> {
  const known = core.service.store.visitor(visitor, site.id)
  return answer(...(await Promise.all([known, core.policy.get('')])))
}

async function write(core: Core, exchange: Exchange, site: Site, visitor: string): Promise<Reply> {
  const sent = readSent(await readJsonObject(exchange))
  const record = async (policy: InForce) => {
    const change = changeOf(core, policy, site, visitor, sent)
    core.limits.byVisitor(visitor)
    return answer(await core.service.store.record(change), policy)
  }
  try {
    return await record(await core.policy.get(''))
  } catch (error) {
    if (!isHallpassError(error) || !/^unknown_(?:policy|category)$/.test(error.code)) throw error
    // The page may know a version that is newer than the one that is kept here.
    return await record(await core.policy.again(''))
  }
}

/** @throws `unknown_policy`, `unknown_category`, `bad_request` */
function changeOf(core: Core, policy: InForce, site: Site, visitor: string, sent: Sent): Change {
  const version = versionFor(sent, policy)
  const now = milliseconds(core.service)
  return {
    visitor,
    site: site.id,
    ...choicesIn(sent, version, policy),
    act: sent.act,
    policy: version.version,
    policyShown: sent.policy !== undefined && sent.policy > 0,
    at: chosenAt(sent, policy, now),
    received: now,
  }
}

function answer(known: Known | undefined, policy: InForce): Reply {
  if (known === undefined) throw unknown()
  const { choice } = known
  return jsonReply({
    preferences: told(choice, policy),
    updated_at: choice === undefined ? null : isoTimestamp(choice.updatedAt),
    policy: policy.version,
  })
}

function unknown(): HallpassError {
  return new HallpassError('unknown_visitor', 'No such visitor is known to this site.')
}
