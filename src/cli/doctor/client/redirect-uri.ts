/** Whether the provider takes the redirect URI: asked with it, and with one that is registered nowhere. */
import type { ProviderSettings } from '../../../login/types.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import { CLIENT_ID, ISSUER, SCOPE } from '../subject.ts'
import type { Wire } from '../wire.ts'
import { type Asked, askForLogin } from './ask.ts'
import type { Fault } from './judge.ts'

const NAME = 'client.redirect-uri'

/** Nobody can register anything under `.invalid` (RFC 2606), and no wildcard for an app covers it. */
const UNREGISTERED = 'https://hallpass-doctor.invalid/callback'

/** Errors that a provider sends back to the app because nobody is signed in. */
const NOBODY_THERE = [
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]

/** Asks the provider for a login that ends at `redirectUri`. */
export async function checkRedirectUri(
  settings: ProviderSettings,
  wire: Wire,
  redirectUri: string,
): Promise<Finding> {
  const [asked, control] = await Promise.all([
    askForLogin(settings, wire, redirectUri),
    askForLogin(settings, wire, UNREGISTERED),
  ])
  const { reaction } = asked
  if (reaction.kind === 'refused')
    return refused(reaction.fault, reaction.detail, redirectUri, settings)
  if (reaction.kind === 'unclear') return unknown(redirectUri, reaction.detail, asked)
  if (reaction.kind === 'returned' && reaction.error !== undefined) {
    if (!NOBODY_THERE.includes(reaction.error)) {
      return returnedError(reaction.error, redirectUri)
    }
  }
  if (control.reaction.kind === 'refused') {
    return ok(NAME, `${redirectUri} is taken, and one that is not registered is refused`)
  }
  return unknown(redirectUri, 'the provider takes one that is not registered, too', asked)
}

function refused(
  fault: Fault,
  detail: string,
  redirectUri: string,
  { clientId, issuer, scope }: ProviderSettings,
): Finding {
  if (fault === 'redirect') {
    const fix = `Register ${redirectUri} as a redirect URI of the client ${clientId}, to the letter.`
    return failed(NAME, `the provider refuses ${redirectUri} (${detail})`, fix)
  }
  if (fault === 'client') {
    const fix = `Correct ${CLIENT_ID}, or register that client at ${issuer}.`
    return failed(NAME, `the provider does not know the client ${clientId} (${detail})`, fix)
  }
  if (fault === 'scope') {
    const fix = `Let the client ask for “${scope}”, or change ${SCOPE}.`
    return failed(NAME, `the provider refuses the scopes (${detail})`, fix)
  }
  const fix = `See whether ${redirectUri} and the client ${clientId} are registered; the log of the provider says more.`
  return failed(NAME, `the provider refuses the login (${detail})`, fix)
}

function returnedError(error: string, redirectUri: string): Finding {
  const found = `${redirectUri} is taken, but the provider answers ${error}`
  const fix =
    error === 'invalid_scope'
      ? `Let the client ask for these scopes, or change ${SCOPE}.`
      : 'Allow the client the authorization code flow with PKCE; the log of the provider says more.'
  return failed(NAME, found, fix)
}

function unknown(redirectUri: string, why: string, { address }: Asked): Finding {
  const found = `it cannot be told whether ${redirectUri} is registered: ${why}`
  const fix =
    address === undefined
      ? `Sign in once by hand, or look it up at ${ISSUER}.`
      : `Open this in a browser and see whether a login page comes: ${address}`
  return warning(NAME, found, fix)
}
