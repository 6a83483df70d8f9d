/** What each error code is called, and what to tell a visitor who meets it. */
import type { Code } from '../errors.ts'

/** A heading and one or two sentences, for a person who does not know the software. */
export interface FaultText {
  readonly title: string
  readonly text: string
}

const OURS: FaultText = {
  title: 'Something went wrong on our side',
  text: 'The service could not finish this request. It is not your fault, and trying again later may help.',
}
const SIGN_IN_FAILED: FaultText = {
  title: 'Sign-in did not work',
  text: 'The answer of the sign-in service could not be accepted, so you have not been signed in. Please try again.',
}
const SIGN_IN_AGAIN: FaultText = {
  title: 'Please sign in again',
  text: 'Your session can no longer be used. Sign in again to go on.',
}
const BAD_VALUE: FaultText = {
  title: 'This link or form cannot be used',
  text: 'A part of it is damaged, was changed, or comes from somewhere else.',
}
const TOKEN_REFUSED: FaultText = {
  title: 'The token is not accepted',
  text: 'It is damaged, was changed, or was made by or for somebody else.',
}
const BAD_REQUEST: FaultText = {
  title: 'This request cannot be answered',
  text: 'The address or the data that was sent is not valid.',
}

const CHOICES_LATER: FaultText = {
  title: 'Your choice cannot be saved right now',
  text: 'The place where choices are kept does not answer. Until it does, nothing is allowed that you have not agreed to; please try again later.',
}

const TEXTS: Readonly<Record<Code, FaultText>> = {
  invalid_config: OURS,
  not_mounted: OURS,
  hook_failed: OURS,
  session_too_large: OURS,
  response_started: OURS,
  claims_invalid: OURS,
  bad_request: BAD_REQUEST,
  bad_path: BAD_REQUEST,
  body_too_large: {
    title: 'Too much data was sent',
    text: 'What was sent is larger than this address accepts.',
  },
  validation_failed: {
    title: 'Something that was sent does not fit',
    text: 'A part of it is missing or has another form than this address takes.',
  },
  method_not_allowed: {
    title: 'This address cannot be used this way',
    text: 'It answers another kind of request. Go back and use the link or button there.',
  },
  cross_site_request: {
    title: 'This request came from another site',
    text: 'For your safety it was not carried out. Go to our own page and try again from there.',
  },
  login_required: {
    title: 'Please sign in',
    text: 'This page is only for people who are signed in.',
  },
  reauthentication_required: {
    title: 'Please confirm that it is you',
    text: 'This page asks for a newer or stronger sign-in than the one you have.',
  },
  forbidden: {
    title: 'You do not have access to this page',
    text: 'Your account may not open it. If you think it should, ask the people who run this service.',
  },
  key_required: {
    title: 'This address is for other services',
    text: 'It asks for a signed cookie that only they can make, and none that is good came with the request.',
  },
  token_required: {
    title: 'This address is for programs',
    text: 'It asks for a token that an app or a script sends along, and none came with the request.',
  },
  token_invalid: TOKEN_REFUSED,
  token_expired: {
    title: 'The token has run out',
    text: 'It was good for a short time only. The app that sent it has to get another.',
  },
  refresh_token_invalid: SIGN_IN_AGAIN,
  credentials_invalid: {
    title: 'The user name or the password is wrong',
    text: 'Both have to be right. Check them, and try again.',
  },
  insufficient_scope: {
    title: 'This token does not allow that',
    text: 'It is a good token, and what was asked for is not among the things that it may be used for.',
  },
  redirect_loop: {
    title: 'Sign-in keeps starting over',
    text: 'You were sent to sign in several times in a row, so we stopped. Check that your browser accepts cookies for this site, then try again.',
  },
  state_missing: {
    title: 'This sign-in was not started here',
    text: 'Sign-in has to start and finish in the same browser. Please start again from our page.',
  },
  state_unknown: {
    title: 'This sign-in cannot be finished',
    text: 'It was finished already, has become too old, or was started in another browser. Please sign in again.',
  },
  duplicate_parameter: BAD_REQUEST,
  transaction_expired: {
    title: 'Sign-in took too long',
    text: 'For your safety a sign-in has to be finished within a short time. Please sign in again.',
  },
  issuer_mismatch: SIGN_IN_FAILED,
  callback_invalid: SIGN_IN_FAILED,
  provider_error: SIGN_IN_FAILED,
  access_denied: {
    title: 'Sign-in was cancelled',
    text: 'You, or the sign-in service, declined the request, so you have not been signed in.',
  },
  id_token_invalid: SIGN_IN_FAILED,
  access_token_invalid: SIGN_IN_FAILED,
  userinfo_invalid: SIGN_IN_FAILED,
  logout_token_invalid: BAD_REQUEST,
  provider_unavailable: {
    title: 'The sign-in service cannot be reached',
    text: 'It is not answering at the moment. Please try again in a little while.',
  },
  provider_failed: {
    title: 'The sign-in service has a problem',
    text: 'It gave an answer that we cannot use. Please try again in a little while.',
  },
  provider_timeout: {
    title: 'The sign-in service is too slow',
    text: 'It did not answer in time. Please try again in a little while.',
  },
  upstream_unreachable: {
    title: 'The service is not running right now',
    text: 'It may be starting again. Please try again in a little while.',
  },
  upstream_failed: {
    title: 'The service broke off',
    text: 'It ended the connection before it had answered. Please try again in a little while.',
  },
  upstream_busy: {
    title: 'Too many people are here right now',
    text: 'The service cannot take more requests at the moment. Please try again in a little while.',
  },
  upstream_timeout: {
    title: 'The service is too slow',
    text: 'It did not answer in time. Please try again in a little while.',
  },
  no_access_token: SIGN_IN_AGAIN,
  access_token_expired: SIGN_IN_AGAIN,
  refresh_refused: SIGN_IN_AGAIN,
  bad_signature: BAD_VALUE,
  signature_expired: {
    title: 'This link or form has expired',
    text: 'It was valid for a limited time only. Go back to where you got it and start again.',
  },
  bad_payload: BAD_VALUE,
  unknown_key: BAD_VALUE,
  consent_unknown_visitor: {
    title: 'Your choice is not known here',
    text: 'This site has not been told yet which choice is yours. Open it again, and it asks.',
  },
  consent_unavailable: CHOICES_LATER,
  api_key_invalid: {
    title: 'This site may not ask here',
    text: 'The key that it sent is missing, wrong, or no longer taken.',
  },
  code_invalid: {
    title: 'This address has been used already',
    text: 'It works once, and for a minute only. Go back to the site, and it makes another.',
  },
  unknown_site: {
    title: 'This site is not registered',
    text: 'The address to go back to is not one of the sites that belong together here.',
  },
  unknown_visitor: {
    title: 'Nothing is known of this visitor',
    text: 'There is no such visitor, or everything about them was deleted.',
  },
  unknown_category: BAD_REQUEST,
  unknown_policy: BAD_REQUEST,
  not_found: {
    title: 'There is no such page',
    text: 'The address may be misspelt, or the page may be gone.',
  },
  rate_limited: {
    title: 'Too many requests',
    text: 'More came from here than can be answered. Please wait a moment and try again.',
  },
  store_unavailable: {
    title: 'This cannot be done right now',
    text: 'The place where it is kept does not answer. Please try again later.',
  },
  service_unavailable: {
    title: 'The service cannot be reached',
    text: 'It does not answer, or not as it should. Please try again later.',
  },
}

/** The heading and sentences for a code; a code this version does not know gets the general ones. */
export function explain(code: Code): FaultText {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code] : OURS
}
