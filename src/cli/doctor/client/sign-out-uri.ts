/** Whether the provider sends a browser back after a sign-out: asked as for the redirect URI. */
import { endSessionUrl } from '../../../login/logout.ts'
import type { ProviderSettings } from '../../../login/types.ts'
import { fetchOf } from '../fetch-of.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Wire } from '../wire.ts'
import { WireFault } from '../wire-fault.ts'
import { clientOver, reactionOf } from './ask.ts'
import type { Reaction } from './judge.ts'
import { visit } from './visit.ts'

const NAME = 'client.sign-out-uri'
const UNREGISTERED = 'https://hallpass-doctor.invalid/signed-out'

/** Asks for a sign-out that ends at `logoutUri`; nothing where the provider has none. */
export async function checkSignOutUri(
  settings: ProviderSettings,
  wire: Wire,
  logoutUri: string,
): Promise<Finding[]> {
  const url = addressFor(settings, wire, logoutUri)
  const other = addressFor(settings, wire, UNREGISTERED)
  if (url === undefined || other === undefined) return []
  const [reaction, control] = await Promise.all([
    ask(wire, url, logoutUri),
    ask(wire, other, UNREGISTERED),
  ])
  const isRefused = reaction.kind === 'refused'
  if (isRefused && reaction.fault === 'redirect') {
    const fix = `Register ${logoutUri} as a post-logout redirect URI of the client ${settings.clientId}.`
    return [failed(NAME, `the provider refuses ${logoutUri} (${reaction.detail})`, fix)]
  }
  if (!isRefused && reaction.kind !== 'unclear' && control.kind === 'refused') {
    return [ok(NAME, `${logoutUri} is taken, and one that is not registered is refused`)]
  }
  const why =
    reaction.kind === 'unclear' ? reaction.detail : 'the provider says so only to who is signed in'
  const found = `it cannot be told whether ${logoutUri} is registered: ${why}`
  return [warning(NAME, found, 'Sign in and out once by hand, and see where you end.')]
}

function addressFor(settings: ProviderSettings, wire: Wire, logoutUri: string): URL | undefined {
  return endSessionUrl(clientOver(settings, fetchOf(wire)), {}, logoutUri, 'hallpass-doctor')
}

async function ask(wire: Wire, url: URL, logoutUri: string): Promise<Reaction> {
  try {
    return reactionOf(await visit(wire, url), logoutUri)
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return { kind: 'unclear', detail: error.message }
  }
}
