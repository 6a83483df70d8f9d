/** From the settings of a guard to the options of `createHallpass`. */
import { randomBytes } from 'node:crypto'
import { unverifiedFetch } from '../http/outgoing.ts'
import type { Logger } from '../http/ports.ts'
import { oidc } from '../login/oidc.ts'
import type { HallpassOptions, SessionOptions } from '../pass/options.ts'
import type { GuardFromEnvOptions } from './options.ts'
import type { GuardSettings } from './settings.ts'

/** Paths that no app has: `/_hallpass/login`. */
const OWN = '/_hallpass'

export function passOptions(
  settings: GuardSettings,
  { fetch, now }: GuardFromEnvOptions,
  logger: Logger,
): HallpassOptions {
  const { issuer, clientId, clientSecret, scope, groupsClaim, signOutPath, mode, baseUrls } =
    settings
  const call = fetch ?? (settings.verifySsl ? undefined : unverifiedFetch())
  return {
    baseUrl: baseUrls.length === 0 ? undefined : baseUrls,
    secrets: [
      settings.sessionSecret ?? randomBytes(32).toString('base64url'),
      settings.oldSessionSecret,
    ],
    login: oidc({ issuer, clientId, clientSecret, scope, groups: groupsClaim }),
    guard: {
      default: settings.defaultAccess,
      rules: settings.rules,
      mode: mode === 'report' ? 'report' : 'enforce',
    },
    session: sessionOf(settings),
    signInPage: settings.signInPage,
    trustedProxies: settings.trustedProxies,
    routes: {
      callback: settings.callbackPath,
      logout: signOutPath,
      loggedOut: signOutPath,
      login: `${OWN}/login`,
      signIn: `${OWN}/sign-in`,
      refresh: `${OWN}/refresh`,
      session: `${OWN}/session`,
      backchannelLogout: `${OWN}/backchannel-logout`,
      frontchannelLogout: `${OWN}/frontchannel-logout`,
    },
    logger,
    ...(call && { fetch: call }),
    ...(now && { now }),
    ...(settings.theme && { theme: settings.theme }),
  }
}

function sessionOf(settings: GuardSettings): SessionOptions {
  const { sessionCookie: name, sessionIdle: idle, sessionAbsolute: absolute } = settings
  return {
    name,
    ...(idle !== undefined && { idle }),
    ...(absolute !== undefined && { absolute }),
  }
}
