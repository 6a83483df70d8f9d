/** The metadata as the steps of a login take it. */
import type { AuthorizationServer } from 'oauth4webapi'
import type { Metadata } from './discovery.ts'

/**
 * The metadata without what is of the wrong kind, which is said elsewhere. Undefined where so much
 * is wrong that nothing can be asked with it.
 */
export function serverOf(metadata: Metadata, issuer: string): AuthorizationServer | undefined {
  const scheme = new URL(issuer).protocol
  const isSafe = (address: string) =>
    ['https:', scheme].includes(URL.parse(address)?.protocol ?? '')
  const text = (name: string) => {
    const value = metadata[name]
    return typeof value === 'string' && isSafe(value) ? { [name]: value } : {}
  }
  const list = (name: string) => {
    const value = metadata[name]
    return Array.isArray(value) ? { [name]: value.map(String) } : {}
  }
  const server: AuthorizationServer = {
    issuer: typeof metadata.issuer === 'string' ? metadata.issuer : issuer,
    ...text('authorization_endpoint'),
    ...text('token_endpoint'),
    ...text('jwks_uri'),
    ...text('pushed_authorization_request_endpoint'),
    ...text('end_session_endpoint'),
    ...list('token_endpoint_auth_methods_supported'),
  }
  const { authorization_endpoint: login, token_endpoint: tokens } = server
  return login === undefined || tokens === undefined ? undefined : server
}
