/** A client at a provider, as the steps of a login take it. */
import { ProviderClient } from '../../src/login/client.ts'
import type { ProviderSettings } from '../../src/login/types.ts'
import { type Clock, clockAt, LoggedLines } from './clock.ts'

export const CLIENT_ID = 'shop'

/** Settings of a public client, with these parts instead. */
export function settingsOf(
  issuer: string,
  parts: Partial<ProviderSettings> = {},
): ProviderSettings {
  return {
    issuer,
    clientId: CLIENT_ID,
    scope: 'openid',
    responseMode: 'query',
    userinfo: true,
    parameters: {},
    clockTolerance: 30,
    dialect: 'oidc',
    refresh: true,
    ...parts,
  }
}

/** A client of `issuer` that calls it for real. */
export function clientOf(
  issuer: string,
  parts: Partial<ProviderSettings> = {},
  clock: Clock = clockAt(),
): ProviderClient {
  const ports = { fetch: globalThis.fetch, now: clock.now, logger: new LoggedLines() }
  return new ProviderClient(settingsOf(issuer, parts), ports)
}
