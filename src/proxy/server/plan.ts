/** Everything that the environment says about the guard and its server, and all that is wrong. */
import type { SecureContextOptions } from 'node:tls'
import type { ConfigIssue } from '../../errors.ts'
import type { UpstreamConfig } from '../../guard-env/config.ts'
import { SERVE_NAMES } from '../../guard-env/names.ts'
import { type GuardFromEnvOptions, type GuardPlan, planGuard } from '../../guard-env/plan.ts'
import { insideQuotes, quoteIssues } from '../../guard-env/quotes.ts'
import type { Environment } from '../../guard-env/read.ts'
import { addressIssues, ownAddress } from './address.ts'
import { type ServerSettings, serverSettings } from './settings.ts'
import { readCertificate } from './tls.ts'
import { upstreamsOf } from './upstreams.ts'

/** A server that is to be. */
export interface ServerPlan {
  readonly guard: GuardPlan
  readonly settings: ServerSettings
  readonly upstreams: readonly UpstreamConfig[]
  /** Undefined: the server speaks http. */
  readonly certificate: SecureContextOptions | undefined
  /** What is wrong beside the faults of `guard`. */
  readonly issues: readonly ConfigIssue[]
  /** The same guard, once the port is known that the server got. */
  guardAt(port: number): GuardPlan
}

/** Reads the settings. Nothing is opened but the files that they name. */
export function planServer(env: Environment, options: GuardFromEnvOptions): ServerPlan {
  const given = env.HALLPASS_BASE_URL?.trim() || undefined
  const text = (value = '') => (insideQuotes(value) ?? value).trim() || undefined
  const read = serverSettings((name) => text(env[name]))
  const { settings } = read
  const full = (port: number): Environment => ({
    ...env,
    HALLPASS_BASE_URL: given ?? ownAddress(settings, port),
    // What asks stands on this machine, if nothing else is said.
    ...(settings.forwardAuth && !env.HALLPASS_TRUSTED_PROXIES?.trim()
      ? { HALLPASS_TRUSTED_PROXIES: 'loopback' }
      : {}),
  })
  const guard = planOf(full(settings.port || 1), options)
  const certificate = settings.tls && readCertificate(settings.tls)
  const baseUrls =
    given === undefined ? [ownAddress(settings, settings.port)] : guard.settings.baseUrls
  const isFileWrong = guard.issues.some(({ path }) => path.startsWith('HALLPASS_CONFIG'))
  const { upstreams, issues } = upstreamsOf(settings, guard.config, baseUrls, isFileWrong)
  return {
    guard,
    settings,
    upstreams,
    certificate: certificate?.ok ? certificate.context : undefined,
    issues: [
      ...quoteIssues(env, SERVE_NAMES),
      ...read.issues,
      ...addressIssues(settings, given === undefined ? undefined : baseUrls),
      ...(certificate?.ok === false ? certificate.issues : []),
      ...issues,
    ],
    guardAt: (port) =>
      given === undefined && port !== settings.port ? planOf(full(port), options) : guard,
  }
}

/** The app may know nothing of signing out: if no page is named, hallpass shows one of its own. */
function planOf(env: Environment, options: GuardFromEnvOptions): GuardPlan {
  const plan = planGuard(env, options)
  const signedOutPage = plan.settings.afterSignOut === undefined
  return { ...plan, pass: { ...plan.pass, signedOutPage } }
}
