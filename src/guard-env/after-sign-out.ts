/** `HALLPASS_AFTER_SIGN_OUT`: the page that who has signed out is taken to. */
import type { ConfigIssue } from '../errors.ts'
import { Rules } from '../guard/rules.ts'
import { canonicalPath } from '../http/paths.ts'
import { pathOf } from '../pass/routes/shared.ts'
import type { GuardSettings } from './settings.ts'

const NAME = 'HALLPASS_AFTER_SIGN_OUT'
/** A plain path on our own origin, perhaps with a query. */
const PATH = /^\/(?!\/)[\w.~/-]*(?:\?[!-~]*)?$/

/** It must be ours, and open: a page that asks for a login would sign the visitor in again. */
export function afterSignOutIssues(settings: GuardSettings): readonly ConfigIssue[] {
  const { afterSignOut, signOutPath, callbackPath, rules, defaultAccess, mode } = settings
  if (afterSignOut === undefined) return []
  const path = canonicalPath(afterSignOut)
  const asked = path?.path.replace(/(?<=.)\/$/, '')
  // Dot segments and the like: the browser would ask for another path than is looked at here.
  const isPlain = path?.path === pathOf(afterSignOut) && PATH.test(afterSignOut)
  if (path === undefined || asked === undefined || !isPlain) {
    return [{ path: NAME, message: 'must be a path of the app, such as /goodbye' }]
  }
  if (asked === callbackPath) return [{ path: NAME, message: 'is the path of another route' }]
  // The app's own page, once the session is over.
  if (asked === signOutPath) return []
  // Pages of our own answer before the rules are asked.
  if (mode !== 'enforce' || asked.startsWith('/_hallpass/')) return []
  const access = new Rules({ default: defaultAccess, rules }).match(path, 'GET')
  if (access === 'public') return []
  return [{ path: NAME, message: 'is no public page: who signed out would have to sign in again' }]
}
