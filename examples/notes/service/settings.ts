/** What the service is told by its environment; every fault is said at the start, all at once. */
import { release, secret, setting, settingsFromEnv } from 'hallpass/config'
import { z } from 'zod'

const port = z.string().default('8702').transform(Number).pipe(z.int().min(0).max(65_535))
const address = (...protocols: readonly string[]) =>
  z.url({ protocol: new RegExp(`^(?:${protocols.join('|')})$`) })

/** The settings of the web service and of the worker. */
export interface Settings {
  readonly port: number
  readonly databaseUrl: string
  readonly redisUrl: string
  /** Signs the short-lived tokens. */
  readonly tokenSecret: string
  /** Before a rotation of the secret: its tokens are still taken. */
  readonly oldTokenSecret: string | undefined
  /** Names this installation: `issuer` of the tokens, and the site that Sentry shows. */
  readonly site: string
  /** Without it, nothing is reported. */
  readonly sentryDsn: string | undefined
  readonly release: string
}

/** @throws HallpassError `invalid_config` with every fault */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const read = settingsFromEnv(env, {
    port: setting('PORT', port, 'a port from 0 to 65535'),
    databaseUrl: setting('DATABASE_URL', address('postgres', 'postgresql'), 'postgres://host/name'),
    redisUrl: setting('REDIS_URL', address('redis', 'rediss'), 'redis://host'),
    tokenSecret: secret('TOKEN_SECRET', z.string().min(32), 'text of 32 characters or more'),
    oldTokenSecret: secret('TOKEN_SECRET_OLD', z.string().min(32).optional(), 'the secret before'),
    site: setting('SITE', z.string().default('notes.example'), 'a name'),
    sentryDsn: setting('SENTRY_DSN', z.url().optional(), 'the address of a project'),
  })
  return { ...read, release: release() }
}
