/** What the settings come to: read as `guardFromEnv` and `hallpass guard serve` read them. */
import type { ConfigIssue } from '../../errors.ts'
import type { UpstreamConfig } from '../../guard-env/config.ts'
import { SERVE_NAMES } from '../../guard-env/names.ts'
import { type GuardPlan, planGuard } from '../../guard-env/plan.ts'
import type { Environment } from '../../guard-env/read.ts'
import type { Logger } from '../../http/ports.ts'

/** The settings, and everything that is wrong with them. */
export interface Planned {
  readonly env: Environment
  readonly guard: GuardPlan
  readonly issues: readonly ConfigIssue[]
  /** Of `hallpass guard serve`; none for a guard in an app. */
  readonly upstreams: readonly UpstreamConfig[]
  /** Whether the server of `hallpass guard serve` speaks http; undefined for a guard in an app. */
  readonly speaksHttp: boolean | undefined
}

const QUIET: Logger = { info: () => {}, warn: () => {}, error: () => {} }

/** Plans a server where one of its settings is there, else a guard in an app. */
export async function planOf(given: Environment): Promise<Planned> {
  // The file would be made by looking whether it can be written; that is a check of its own.
  const env: Environment = { ...given, AGS_CLIENT_LOG_PATH: undefined }
  const options = { logger: QUIET }
  const guard = planGuard(env, options)
  const isServer =
    SERVE_NAMES.some((name) => env[name]?.trim()) || (guard.config.upstreams ?? []).length > 0
  if (!isServer) {
    return { env: given, guard, issues: guard.issues, upstreams: [], speaksHttp: undefined }
  }
  const { planServer } = await import('../../proxy/server/plan.ts')
  const server = planServer(env, options)
  return {
    env: given,
    guard: server.guard,
    issues: [...server.guard.issues, ...server.issues],
    upstreams: server.upstreams,
    speaksHttp: server.settings.tls === undefined,
  }
}
