/** The names of the environment that configure the guard. */

/** Each name, without `_FILE`, in the order in which the documentation has them. */
export const NAMES = [
  'AGS_CLIENT_ISSUER',
  'AGS_CLIENT_ID',
  'AGS_CLIENT_SECRET',
  'AGS_CLIENT_AUTHENTICATED_PATHS',
  'AGS_CLIENT_SIGN_OUT_PATH',
  'AGS_CLIENT_CALLBACK_PATH',
  'AGS_CLIENT_SESSION_COOKIE',
  'AGS_CLIENT_SESSION_SECRET',
  'AGS_CLIENT_DEBUG',
  'AGS_CLIENT_LOG_PATH',
  'AGS_CLIENT_FEATURE_FLAG_COOKIE',
  'AGS_CLIENT_FEATURE_FLAG_DEFAULT',
  'AGS_CLIENT_VERIFY_SSL',
  'HALLPASS_BASE_URL',
  'HALLPASS_TRUSTED_PROXIES',
  'HALLPASS_DEFAULT_ACCESS',
  'HALLPASS_GUARD_MODE',
] as const

/** One of the names. */
export type Name = (typeof NAMES)[number]

/** Those whose value can come from a file, which the name with `_FILE` at its end names. */
export const SECRET_NAMES = ['AGS_CLIENT_SECRET', 'AGS_CLIENT_SESSION_SECRET'] as const

/** One of them. */
export type SecretName = (typeof SECRET_NAMES)[number]

/** Which name fills which option of `createHallpass`. */
const OPTIONS: readonly (readonly [option: string, name: Name])[] = [
  ['baseUrl', 'HALLPASS_BASE_URL'],
  ['trustedProxies', 'HALLPASS_TRUSTED_PROXIES'],
  ['login.issuer', 'AGS_CLIENT_ISSUER'],
  ['login.clientId', 'AGS_CLIENT_ID'],
  ['login.clientSecret', 'AGS_CLIENT_SECRET'],
  ['secrets', 'AGS_CLIENT_SESSION_SECRET'],
  ['session.name', 'AGS_CLIENT_SESSION_COOKIE'],
  ['routes.callback', 'AGS_CLIENT_CALLBACK_PATH'],
  ['routes.logout', 'AGS_CLIENT_SIGN_OUT_PATH'],
  ['routes.loggedOut', 'AGS_CLIENT_SIGN_OUT_PATH'],
  ['guard.rules', 'AGS_CLIENT_AUTHENTICATED_PATHS'],
]

/** Text of a fault with the names of the environment instead of the options. */
export function inEnvironment(text: string): string {
  const named = OPTIONS.reduce((said, [option, name]) => {
    // With the place in a list: `secrets[0]`, `guard.rules[1].path`.
    const whole = new RegExp(
      `(?<![\\w.])${option.replace('.', '\\.')}(?:\\[\\d+\\](?:\\.\\w+)*)?(?![\\w.])`,
      'g',
    )
    return said.replace(whole, name)
  }, text)
  return named
}
