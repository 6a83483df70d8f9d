/** The one configuration that all test apps share. */
import { createHallpass } from '../../../src/index.ts'
import { oidc } from '../../../src/login.ts'
import type { Hallpass } from '../../../src/pass/types.ts'
import { billing, writer } from './services.ts'
import { sessions, sharedStore } from './stored.ts'

/** What differs between the instances of a test app. */
export interface AppConfig {
  readonly port: number
  readonly baseUrl: string | readonly string[]
  readonly issuer: string
  readonly responseMode: 'query' | 'form_post'
  /** The central service that the site shares its visitors' consent through. */
  readonly consent?: { readonly service: string; readonly apiKey: string }
  readonly trustedProxies?: readonly string[]
  /** Whether the app parses the body of every form before hallpass sees the request. */
  readonly parseFirst: boolean
  /** Sessions are in a store. */
  readonly isStored?: boolean
}

/** The client that every test app is at the provider. */
export const CLIENT = {
  clientId: 'shop',
  clientSecret: 'a-secret-that-only-the-tests-know',
} as const

export function passFor(config: AppConfig): Hallpass {
  const pass = createHallpass({
    baseUrl: config.baseUrl,
    secrets: ['the secret of the adapter suite, 32+ bytes'],
    login: oidc({
      ...CLIENT,
      issuer: config.issuer,
      scope: 'openid profile groups offline_access',
      responseMode: config.responseMode,
    }),
    guard: {
      default: 'public',
      rules: [
        { path: '/guarded/*', access: 'login' },
        { path: '/secret/*', access: { group: 'admin' } },
        { path: '/services/*', access: billing },
        { path: '/tokens/*', access: writer },
      ],
    },
    // Refusals are what the suite is about; only faults are worth a line.
    logger: { info() {}, warn() {}, error: console.error },
    ...(config.isStored && { session: { store: sharedStore() } }),
    ...(config.consent && { consent: config.consent }),
    ...(config.trustedProxies && { trustedProxies: config.trustedProxies }),
  })
  if (config.isStored) sessions.of = pass.sessions
  return pass
}

/** The configuration of a child process, from its environment. */
export function configFromEnv(): AppConfig {
  return JSON.parse(process.env.HALLPASS_TEST_APP ?? '')
}
