/** Where each page of the central service is. */
import type { Handler } from '../service.ts'
import { chain } from './dashboard/chain.ts'
import { guarded } from './dashboard/desk.ts'
import { log } from './dashboard/log.ts'
import { overview } from './dashboard/overview.ts'
import { policy, publish } from './dashboard/policy.ts'
import { signIn, signOut } from './dashboard/sign-in.ts'
import { remove, rotate } from './dashboard/site-actions.ts'
import { sites } from './dashboard/sites.ts'
import { visitor, visitorDelete, visitorReceipt } from './dashboard/visitor.ts'
import { stylesheet } from './style/stylesheet.ts'
import { choices } from './visitor/choices.ts'
import { forget, forgotten } from './visitor/forget.ts'
import { home } from './visitor/home.ts'
import { visitorsReceipt } from './visitor/receipt.ts'

/** A page, and the methods that it answers. */
export interface PageRoute {
  readonly methods: readonly string[]
  readonly answer: Handler
}

const READ = ['GET', 'HEAD']
const FORM = ['GET', 'HEAD', 'POST']

/** The pages by their exact path; what they are about is in the query. */
export const pageRoutes: ReadonlyMap<string, PageRoute> = new Map<string, PageRoute>([
  ['/', { methods: READ, answer: home }],
  ['/pages.css', { methods: READ, answer: stylesheet }],
  ['/choices', { methods: FORM, answer: choices }],
  ['/choices/receipt', { methods: READ, answer: visitorsReceipt }],
  ['/choices/forget', { methods: FORM, answer: forget }],
  ['/choices/forgotten', { methods: READ, answer: forgotten }],
  ['/dashboard', { methods: READ, answer: guarded(overview) }],
  ['/dashboard/sign-in', { methods: FORM, answer: signIn }],
  ['/dashboard/sign-out', { methods: FORM, answer: guarded(signOut) }],
  ['/dashboard/sites', { methods: FORM, answer: guarded(sites) }],
  ['/dashboard/sites/rotate', { methods: FORM, answer: guarded(rotate) }],
  ['/dashboard/sites/remove', { methods: FORM, answer: guarded(remove) }],
  ['/dashboard/policy', { methods: READ, answer: guarded(policy) }],
  ['/dashboard/policy/new', { methods: FORM, answer: guarded(publish) }],
  ['/dashboard/log', { methods: READ, answer: guarded(log) }],
  ['/dashboard/visitor', { methods: READ, answer: guarded(visitor) }],
  ['/dashboard/visitor/receipt', { methods: READ, answer: guarded(visitorReceipt) }],
  ['/dashboard/visitor/delete', { methods: FORM, answer: guarded(visitorDelete) }],
  ['/dashboard/chain', { methods: FORM, answer: guarded(chain) }],
])
