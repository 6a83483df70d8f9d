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
  'HALLPASS_CONFIG',
  'HALLPASS_RULES',
  'HALLPASS_DEFAULT_ACCESS',
  'HALLPASS_GUARD_MODE',
  'HALLPASS_BASE_URL',
  'HALLPASS_TRUSTED_PROXIES',
  'HALLPASS_SCOPE',
  'HALLPASS_GROUPS_CLAIM',
  'HALLPASS_SESSION_IDLE',
  'HALLPASS_SESSION_ABSOLUTE',
  'HALLPASS_SESSION_SECRET_OLD',
  'HALLPASS_AFTER_SIGN_OUT',
  'HALLPASS_SIGN_IN_PAGE',
  'HALLPASS_THEME_NAME',
  'HALLPASS_THEME_LOGO',
  'HALLPASS_THEME_ACCENT',
  'HALLPASS_THEME_ACCENT_DARK',
  'HALLPASS_THEME_CONTACT',
] as const

/** One of the names. */
export type Name = (typeof NAMES)[number]

/** Those that only `hallpass guard serve` reads: in the process of an app they mean nothing. */
export const SERVE_NAMES = [
  'HALLPASS_PORT',
  'HALLPASS_HOST',
  'HALLPASS_UPSTREAM',
  'HALLPASS_UPSTREAM_CONNECT_TIMEOUT',
  'HALLPASS_UPSTREAM_TIMEOUT',
  'HALLPASS_HEALTH_PATH',
  'HALLPASS_IDENTITY_HEADERS',
  'HALLPASS_FORWARD_AUTH',
  'HALLPASS_TLS_CERT',
  'HALLPASS_TLS_KEY',
  'HALLPASS_METRICS_PORT',
  'HALLPASS_METRICS_HOST',
  'HALLPASS_ACCESS_LOG',
] as const

/** One of them. */
export type ServeName = (typeof SERVE_NAMES)[number]

/** Those whose value can come from a file, which the name with `_FILE` at its end names. */
export const SECRET_NAMES = [
  'AGS_CLIENT_SECRET',
  'AGS_CLIENT_SESSION_SECRET',
  'HALLPASS_SESSION_SECRET_OLD',
] as const

/** One of them. */
export type SecretName = (typeof SECRET_NAMES)[number]

/** Which name fills which option of `createHallpass`. */
const OPTIONS: readonly (readonly [option: string, name: Name])[] = [
  ['baseUrl', 'HALLPASS_BASE_URL'],
  ['trustedProxies', 'HALLPASS_TRUSTED_PROXIES'],
  ['login.issuer', 'AGS_CLIENT_ISSUER'],
  ['login.clientId', 'AGS_CLIENT_ID'],
  ['login.clientSecret', 'AGS_CLIENT_SECRET'],
  ['login.scope', 'HALLPASS_SCOPE'],
  ['login.groups', 'HALLPASS_GROUPS_CLAIM'],
  ['session.name', 'AGS_CLIENT_SESSION_COOKIE'],
  ['session.idle', 'HALLPASS_SESSION_IDLE'],
  ['session.absolute', 'HALLPASS_SESSION_ABSOLUTE'],
  ['routes.callback', 'AGS_CLIENT_CALLBACK_PATH'],
  ['routes.logout', 'AGS_CLIENT_SIGN_OUT_PATH'],
  ['routes.loggedOut', 'AGS_CLIENT_SIGN_OUT_PATH'],
  ['theme.name', 'HALLPASS_THEME_NAME'],
  ['theme.logo', 'HALLPASS_THEME_LOGO'],
  ['theme.accent', 'HALLPASS_THEME_ACCENT'],
  ['theme.accentDark', 'HALLPASS_THEME_ACCENT_DARK'],
  ['theme.contact', 'HALLPASS_THEME_CONTACT'],
]

/** Text of a fault with the names of the environment instead of the options. */
export function inEnvironment(text: string): string {
  const secrets = text
    .replace(/(?<![\w.])secrets\[[1-9]\d*\]/g, 'HALLPASS_SESSION_SECRET_OLD')
    .replace(/(?<![\w.])secrets(?:\[0\])?(?![\w.[])/g, 'AGS_CLIENT_SESSION_SECRET')
  return OPTIONS.reduce((said, [option, name]) => {
    // With the place in a list: `trustedProxies[1]`.
    const whole = new RegExp(
      `(?<![\\w.])${option.replace('.', '\\.')}(?:\\[\\d+\\](?:\\.\\w+)*)?(?![\\w.])`,
      'g',
    )
    return said.replace(whole, name)
  }, secrets)
}
