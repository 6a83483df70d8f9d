/** What the metadata offers, beside what hallpass needs. */
import { acceptedAlgorithms } from '../../../login/id-token.ts'
import type { ProviderSettings } from '../../../login/types.ts'
import { clipped, type Finding, failed, ok, warning } from '../finding.ts'
import { SCOPE } from '../subject.ts'
import type { Metadata } from './discovery.ts'

const REQUIRED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri']
const ADDRESSES = [
  ...REQUIRED,
  'userinfo_endpoint',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
]
const AT_PROVIDER = 'Change it in the settings of the provider, or ask who runs it.'

/** Everything that can be read off the metadata. */
export function metadataFindings(
  metadata: Metadata,
  settings: ProviderSettings,
  groupsClaim: string | undefined,
): Finding[] {
  return [
    endpoints(metadata, settings.issuer),
    codeFlow(metadata),
    pkce(metadata),
    scopes(metadata, settings.scope, groupsClaim),
    ...clientAuth(metadata, settings),
    algorithms(metadata),
    signOut(metadata),
  ]
}

function endpoints(metadata: Metadata, issuer: string): Finding {
  const name = 'provider.endpoints'
  const missing = REQUIRED.filter((one) => typeof metadata[one] !== 'string')
  if (missing.length > 0) return failed(name, `there is no ${missing.join(', ')}`, AT_PROVIDER)
  const { protocol } = new URL(issuer)
  const unsafe = ADDRESSES.filter((one) => {
    const value = metadata[one] ?? undefined
    if (value === undefined) return false
    const url = typeof value === 'string' ? URL.parse(value) : null
    return url?.protocol !== 'https:' && url?.protocol !== protocol
  })
  if (unsafe.length > 0) {
    const found = `no ${protocol.slice(0, -1)} address: ${unsafe.join(', ')}`
    const fix =
      'Tell the provider its public address: behind a proxy it often needs a setting to know that it is https.'
    return failed(name, found, fix)
  }
  return ok(name, 'those for sign-in, tokens and keys are there')
}

function codeFlow(metadata: Metadata): Finding {
  const name = 'provider.code-flow'
  const types = listOf(metadata, 'response_types_supported')
  if (types === undefined) return warning(name, 'the provider does not say what it supports')
  if (types.includes('code')) return ok(name, 'response type code')
  const found = `response type code is not among ${shown(types)}`
  return failed(name, found, 'Switch the authorization code flow on at the provider.')
}

function pkce(metadata: Metadata): Finding {
  const name = 'provider.pkce'
  const methods = listOf(metadata, 'code_challenge_methods_supported')
  if (methods?.includes('S256')) return ok(name, 'S256')
  const fix = 'Switch PKCE with S256 on at the provider.'
  if (methods !== undefined) return failed(name, `S256 is not among ${shown(methods)}`, fix)
  const found =
    'the provider does not say whether it supports PKCE; hallpass always sends it, with S256'
  return warning(name, found, 'Most providers take it all the same; else switch it on there.')
}

function scopes(metadata: Metadata, wanted: string, groupsClaim: string | undefined): Finding {
  const name = 'provider.scopes'
  const offered = listOf(metadata, 'scopes_supported')
  if (offered === undefined) return warning(name, 'the provider does not list its scopes')
  const missing = wanted.split(' ').filter((scope) => !offered.includes(scope))
  if (missing.length === 0) return unasked(offered, wanted, groupsClaim) ?? ok(name, wanted)
  const found = `not listed by the provider: ${missing.join(', ')}`
  if (missing.includes('openid')) {
    return failed(name, found, 'Use a provider for OpenID Connect, or switch it on there.')
  }
  return warning(name, found, `Take them out of ${SCOPE} if a login ends in invalid_scope.`)
}

/** Many providers give groups to who asks for the scope of that name, and else none. */
function unasked(
  offered: readonly string[],
  wanted: string,
  groupsClaim: string | undefined,
): Finding | undefined {
  if (groupsClaim === undefined || !offered.includes(groupsClaim)) return undefined
  if (wanted.split(' ').includes(groupsClaim)) return undefined
  const found = `a rule asks for a group, and the provider has a scope ${groupsClaim} that no login asks for`
  return warning('provider.scopes', found, `Add it: ${SCOPE}="${wanted} ${groupsClaim}".`)
}

function clientAuth(metadata: Metadata, settings: ProviderSettings): Finding[] {
  if (settings.clientSecret === undefined) return []
  const name = 'provider.client-auth'
  const offered = listOf(metadata, 'token_endpoint_auth_methods_supported')
  const methods = offered ?? ['client_secret_basic']
  const used = ['client_secret_basic', 'client_secret_post'].find((one) => methods.includes(one))
  if (used !== undefined) return [ok(name, used)]
  const fix = 'Let the provider take client_secret_basic.'
  return [failed(name, `the provider takes no client secret, only ${shown(methods)}`, fix)]
}

function algorithms(metadata: Metadata): Finding {
  const name = 'provider.algorithms'
  const announced = listOf(metadata, 'id_token_signing_alg_values_supported')
  const accepted = acceptedAlgorithms(announced)
  if (accepted.length > 0) return ok(name, accepted.join(', '))
  return failed(
    name,
    `ID tokens are signed with ${shown(announced ?? [])}, which hallpass does not accept`,
    'Have the client’s ID tokens signed with RS256 or ES256.',
  )
}

function signOut(metadata: Metadata): Finding {
  const name = 'provider.sign-out'
  if (typeof metadata.end_session_endpoint === 'string') return ok(name, 'end_session_endpoint')
  const found =
    'there is no end_session_endpoint: signing out ends the session here, not the provider’s'
  return warning(name, found, 'Say so on the page after sign-out: the next login asks for nothing.')
}

function listOf(metadata: Metadata, name: string): readonly string[] | undefined {
  const value = metadata[name]
  return Array.isArray(value) ? value.map(String) : undefined
}

function shown(values: readonly string[]): string {
  return clipped(values.join(', ') || 'nothing')
}
