/** Logout at the provider's word: OpenID Connect Back-Channel and Front-Channel Logout 1.0. */
import * as jose from 'jose'
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { readForm, single } from '../../http/form.ts'
import type { ProviderClient } from '../../login/client.ts'
import { verifyLogoutToken } from '../../login/logout-token.ts'
import type { Core } from '../core.ts'
import { MAX_FORM, queryOf } from './shared.ts'

/** Characters of a session id that anybody may have made up: what is remembered must stay small. */
const MAX_SID = 512

/** Back-channel (§2.5–2.8): the provider posts a logout token; the answer is for it, not for a person. */
export async function backchannelRoute(core: Core, exchange: Exchange): Promise<Reply> {
  try {
    const token = single(await readForm(exchange, MAX_FORM), 'logout_token')
    if (token === undefined)
      throw new HallpassError('logout_token_invalid', 'logout token: there is none')
    const { iss, aud } = unverified(token)
    const client = clientFor(core, exchange, iss, aud)
    const { end, jti, expiresAt } = await verifyLogoutToken(client, token)
    // Played again, it would end a login that came after it.
    const until = expiresAt + client.settings.clockTolerance
    if (!(await core.revocations.firstUse(`${end.issuer} ${jti}`, until))) {
      throw new HallpassError('logout_token_invalid', 'logout token: it was used before')
    }
    await core.revocations.endAtProvider(end)
    core.ports.logger.info('sessions ended by back-channel logout')
    return json(200, undefined)
  } catch (error) {
    if (!isHallpassError(error)) throw error
    core.ports.logger.warn(`back-channel logout refused: ${error.code}`, { detail: error.message })
    const status = error.status < 500 ? 400 : error.status
    return json(status, { error: 'invalid_request', error_description: error.message })
  }
}

/**
 * Front-channel: the provider's page loads this in a frame. The request proves nothing, so that
 * it ends the one session that `sid` names, clears no cookie and revokes no token.
 */
export async function frontchannelRoute(core: Core, exchange: Exchange): Promise<Reply> {
  const query = queryOf(exchange)
  const iss = single(query, 'iss')
  const sid = single(query, 'sid')
  if (!iss || !sid || sid.length > MAX_SID) {
    throw new HallpassError('bad_request', 'A front-channel logout names iss and sid')
  }
  const { settings } = clientFor(core, exchange, iss)
  for (const {
    settings: { issuer, clientId },
  } of clientsOf(core, exchange, iss)) {
    await core.revocations.endUnproved({ issuer, clientId, sid })
  }
  const frame = `default-src 'none'; frame-ancestors ${new URL(settings.issuer).origin}`
  return {
    status: 200,
    headers: [
      ['cache-control', 'no-store'],
      ['content-security-policy', frame],
      ['content-type', 'text/html; charset=utf-8'],
    ],
    body: '<!doctype html><title>Signed out</title>',
  }
}

/** What a token claims to be; it is only used to choose who verifies it. */
function unverified(token: string): jose.JWTPayload {
  try {
    return jose.decodeJwt(token)
  } catch (error) {
    if (!(error instanceof jose.errors.JOSEError)) throw error
    throw new HallpassError('logout_token_invalid', 'logout token: it is not a JWT')
  }
}

/** Our clients at an issuer. There may be several, each with sessions of its own. */
function clientsOf(core: Core, exchange: Exchange, issuer: string | undefined): ProviderClient[] {
  const clients = [...core.providers.values()].map((one) => core.clientOf(one, exchange))
  const names = ({ settings, metadata }: ProviderClient) => [
    settings.issuer,
    metadata.peek()?.issuer,
  ]
  return clients.filter((client) => issuer !== undefined && names(client).includes(issuer))
}

function clientFor(
  core: Core,
  exchange: Exchange,
  issuer: string | undefined,
  audience?: string | string[],
): ProviderClient {
  const clients = clientsOf(core, exchange, issuer)
  const meant = clients.find(({ settings }) => [audience].flat().includes(settings.clientId))
  const client = meant ?? clients[0]
  if (client !== undefined) return client
  throw new HallpassError('logout_token_invalid', 'logout token: the claim iss is not as expected')
}

function json(status: number, body: unknown): Reply {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ],
    ...text,
  }
}
