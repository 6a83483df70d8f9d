/** The services that the test app lets in by a signed cookie, and a second cookie beside theirs. */
import { CookieManager, keysRequired } from '../../../src/signing.ts'

/** The manager of the test app, which the tests sign with, too. */
export const manager: CookieManager = new CookieManager({
  keys: { billing: 'the key of the billing service', reports: 'the key of the reports service' },
})

/** Another environment: its keys are other ones under the same ids. */
export const staging: CookieManager = new CookieManager({
  keys: { billing: 'the staging key of the billing service' },
})

export const anyService: ReturnType<typeof keysRequired> = keysRequired(undefined, {
  cookieName: 'service',
  manager,
})

export const billing: ReturnType<typeof keysRequired> = keysRequired(['billing'], {
  cookieName: 'service',
  manager,
})
