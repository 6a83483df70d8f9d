/** `guardFromEnv`: sign-in in front of an app, by settings alone. */
import type { Hallpass } from '../pass/types.ts'
import type { GuardFromEnvOptions } from './options.ts'
import { guardOf, planGuard } from './plan.ts'
import type { Environment } from './read.ts'

/**
 * A guard in front of an app that knows nothing of it, configured by the environment of ags_client,
 * names of hallpass, and a file where that is not enough. Mount it with the adapter of your
 * framework, before everything else. Nothing is asked of the provider before the first login.
 *
 * @throws `invalid_config` that names every variable that is missing, wrong or misspelt, at once
 * @example
 * app.use(mount(guardFromEnv(process.env)))
 */
export function guardFromEnv(env: Environment, options: GuardFromEnvOptions = {}): Hallpass {
  return guardOf(planGuard(env, options))
}
