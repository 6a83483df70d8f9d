/** Asks a provider for a login, as hallpass does, up to the page where somebody would sign in. */
import { isHallpassError } from '../../../errors.ts'
import { consoleLogger } from '../../../http/ports.ts'
import { authorizationUrl, newTransaction } from '../../../login/authorize.ts'
import { ProviderClient } from '../../../login/client.ts'
import type { ProviderSettings } from '../../../login/types.ts'
import { isRecord } from '../../../session/state.ts'
import { fetchOf } from '../fetch-of.ts'
import type { Wire } from '../wire.ts'
import { WireFault } from '../wire-fault.ts'
import { faultIn, judgeAddress, judgePage, type Reaction } from './judge.ts'
import { type Visit, visit } from './visit.ts'

/** The statuses of a refused push (RFC 9126 section 2.3); with others the provider has a fault. */
const REFUSALS: readonly number[] = [400, 401, 403]

/** What came of it. */
export interface Asked {
  readonly reaction: Reaction
  /** The address that was asked, where a person can open it too. */
  readonly address: string | undefined
}

/** A client whose calls go over the wire; its clock is the system's. */
export function clientOver(
  settings: ProviderSettings,
  fetch: typeof globalThis.fetch,
): ProviderClient {
  const now = () => Math.floor(Date.now() / 1000)
  return new ProviderClient(settings, { fetch, now, logger: consoleLogger })
}

/**
 * Sends the request with a redirect URI, pushed first where the provider takes that. Where it does
 * not take the client there, the secret may be wrong, which is a check of its own: then the
 * parameters go by the address, which needs no secret.
 */
export async function askForLogin(
  settings: ProviderSettings,
  wire: Wire,
  redirectUri: string,
): Promise<Asked> {
  const asked = await ask(settings, wire, redirectUri)
  const { metadata } = settings
  const wasPushed = metadata?.pushed_authorization_request_endpoint !== undefined
  const isOfClient = asked.reaction.kind === 'refused' && asked.reaction.fault === 'client'
  if (metadata === undefined || !wasPushed || !isOfClient) return asked
  const { pushed_authorization_request_endpoint: _, ...unpushed } = metadata
  return await ask({ ...settings, metadata: unpushed }, wire, redirectUri)
}

async function ask(settings: ProviderSettings, wire: Wire, redirectUri: string): Promise<Asked> {
  const over = fetchOf(wire)
  let pushed: { error: string; text: string } | undefined
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await over(input, init)
    if (REFUSALS.includes(response.status)) pushed = await errorIn(response.clone())
    return response
  }
  let url: URL
  try {
    url = await authorizationUrl(
      clientOver(settings, fetch),
      transaction(settings, redirectUri),
      {},
    )
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return { reaction: ofPush(pushed, error), address: undefined }
  }
  // What was pushed is gone in a minute.
  const address = url.searchParams.has('request_uri') ? undefined : url.href
  try {
    return { reaction: reactionOf(await visit(wire, url), redirectUri), address }
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return { reaction: { kind: 'unclear', detail: error.message }, address }
  }
}

function transaction({ issuer, clientId }: ProviderSettings, redirectUri: string) {
  const startedAt = Math.floor(Date.now() / 1000)
  return newTransaction({
    provider: 'oidc',
    issuer,
    clientId,
    redirectUri,
    returnTo: '/',
    startedAt,
  })
}

function ofPush(pushed: { error: string; text: string } | undefined, error: Error): Reaction {
  if (pushed === undefined) return { kind: 'unclear', detail: error.message }
  const detail = `pushed request: ${pushed.error}`
  return { kind: 'refused', fault: faultIn(pushed.text) ?? 'request', detail }
}

/** Judges where a visit ended. */
export function reactionOf(visited: Visit, redirectUri: string): Reaction {
  if (visited.kind === 'circles') return { kind: 'unclear', detail: 'it redirects in circles' }
  if (visited.kind === 'page') {
    const { status, body, url } = visited.answer
    const reaction = judgePage(status, body)
    // An error page that says 200 and does not say why.
    return reaction.kind === 'accepted' ? judgeAddress(url) : reaction
  }
  const { to } = visited
  const wanted = new URL(redirectUri)
  if (to.origin === wanted.origin && to.pathname === wanted.pathname) {
    const error = to.searchParams.get('error')
    return { kind: 'returned', error: error === null ? undefined : word(error) }
  }
  return judgeAddress(to)
}

/** The code of an OAuth error: what is no such word is not repeated. */
export function word(error: unknown): string {
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : 'an error'
}

/** What an OAuth error says (RFC 6749 section 5.2). */
export async function errorIn(response: Response): Promise<{ error: string; text: string }> {
  const text = await response.text()
  try {
    const body: unknown = JSON.parse(text)
    if (isRecord(body) && body.error !== undefined) return { error: word(body.error), text }
  } catch {
    // No JSON: the status says what there is to say.
  }
  return { error: `HTTP ${response.status}`, text }
}
