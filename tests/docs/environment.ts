/** What the examples find in their environment. */
import { tokenJwk } from '../support/token-keys.ts'

const TOKEN_KEY = JSON.stringify(tokenJwk('ES256', 'token-key'))

/** The values of a service that is only started, and never asked to sign anybody in. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  BASE_URL: 'http://localhost:3000',
  ISSUER: 'https://accounts.example.com',
  CLIENT_ID: 'shop',
  CLIENT_SECRET: 'the secret that the provider gave',
  HALLPASS_SECRET: 'a secret of 32 bytes, made at random',
  HALLPASS_SECRET_OLD: 'the secret before it, 32 bytes or so',
  HALLPASS_SECRET_NEXT: 'the secret after it, 32 bytes or more',
  SIGNING_SECRET: 'another one of 32 bytes, for signing',
  SIGNING_SECRET_OLD: 'the one before it, also for signing',
  SIGNING_SECRET_NEXT: 'the one after it, for signing as well',
  TOKEN_SECRET: 'another one of 32 bytes, for tokens',
  CURSOR_SECRET: 'another one of 32 bytes, for pages',
  TOKEN_KEY,
  BILLING_KEY: 'the key with which billing signs cookies',
  BILLING_KEY_OLD: 'the key with which billing signed before',
  BILLING_KEY_NEXT: 'the key with which billing will sign',
  REPORTS_KEY: 'the key with which reports signs cookies',
  SECRET_KEY: 'the SECRET_KEY of a Flask service',
  SECRET_KEY_OLD: 'the SECRET_KEY that it had before',
  SECRET_KEY_NEXT: 'the SECRET_KEY that it will have',
  FERNET_KEY: 'UeDMFGAZvzPVPaZsxmyIf4kqnGFlqyGZQk-pZWY2Dxg=',
  FERNET_KEY_OLD: 'g2wTWCRQVJZk5CbMqzDSuKbzb_xBN9bAoRb8bUjXGuE=',
  FERNET_KEY_NEXT: 'dGhlIG5leHQga2V5LCB0aGlydHktdHdvIGJ5dGVzIG8=',
  CENTRAL_COOKIE_SERVICE_URL: 'http://127.0.0.1:8700',
  COOKIE_SERVICE_API_KEY: 'hpk_UeDMFGAZvzPVPaZsxmyIf4kqnGFlqyGZQk-pZWY2Dxg',
  PARTNER_ISSUER: 'https://id.partner.example',
  PARTNER_CLIENT_ID: 'shop-at-partner',
  REDIS_URL: 'redis://127.0.0.1:1',
  DATABASE_URL: 'postgres://shop@127.0.0.1:1/shop',
  SENTRY_DSN: '',
  SENTRY_SITE: 'test',
  PORT: '0',
  AGS_CLIENT_ISSUER: 'https://accounts.example.com',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret that the provider gave',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
  AGS_CLIENT_SESSION_SECRET: 'what seals the sessions of the guard',
  HALLPASS_BASE_URL: 'https://shop.example',
}

/** The same before the first rotation: nothing is there but what is in force. */
export const UNROTATED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENVIRONMENT).filter(([name]) => !/_(?:OLD|NEXT)$/.test(name)),
)

/** The names that a module reads. */
export function namesRead(text: string): string[] {
  const single = [...text.matchAll(/process\.env\.(\w+)/g)].map(([, name = '']) => name)
  const groups = [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b/g)]
  const grouped = groups.flatMap(([, inside = '']) =>
    inside.split(',').flatMap((part) => /^\s*(\w+)/.exec(part)?.[1] ?? []),
  )
  return [...single, ...grouped]
}
