/** The cookies of a shared consent (cookie_service 2.1 and cookie-policy 3.10). */

/** Who the visitor is at the central service: signed, HttpOnly, one year. */
export const AUTH_COOKIE = '_cookies_auth_token'
/** The salt of its signature. */
export const AUTH_SALT = 'cookie-consent-signer'
/** A visit to the central service was tried, so that nobody is sent there in a circle. */
export const ATTEMPTED_COOKIE = '_cookies_redirect_attempted'
/** The classic word; the browser script's own. */
export const ACCEPTED_COOKIE = '_cookies_accepted'
/** When the choice was last in step with the central service. */
export const FRESHNESS_COOKIE = '_cookies_freshness_ts'
/** The choice was made while the service was down. */
export const OFFLINE_COOKIE = '_cookies_set_offline'
/** The granted categories, joined by dots; ours, where there are others than the classic ones. */
export const CATEGORIES_COOKIE = '_cookies_categories'
