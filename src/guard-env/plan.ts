/** A guard before it starts: what the environment says, and everything that is wrong with it. */

import { type ConfigIssue, HallpassError, isHallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'
import { faultCount } from '../options/fault-count.ts'
import { checkConfig } from '../pass/config.ts'
import { createHallpass } from '../pass/create.ts'
import type { HallpassOptions } from '../pass/options.ts'
import type { Hallpass } from '../pass/types.ts'
import { afterSignOutIssues } from './after-sign-out.ts'
import type { GuardConfig } from './config.ts'
import { loadConfig } from './config-file.ts'
import { cookieFlag, ownFlag, togglePath } from './flag.ts'
import { guarded } from './guarded.ts'
import { guardLogger } from './logger.ts'
import { inEnvironment } from './names.ts'
import { type GuardFromEnvOptions, optionIssues } from './options.ts'
import { passOptions } from './pass-options.ts'
import { type Environment, EnvironmentReader } from './read.ts'
import { type GuardSettings, readSettings } from './settings.ts'
import { sayAtStart } from './start-lines.ts'
import { startingLogger } from './starting-logger.ts'

export type { GuardFromEnvOptions } from './options.ts'

/** What a guard is to be. Where there are issues, defaults stand in, and nothing may be started. */
export interface GuardPlan {
  readonly settings: GuardSettings
  /** What the file says, or nothing. */
  readonly config: GuardConfig
  /** The options of `createHallpass`. */
  readonly pass: HallpassOptions
  readonly logger: Logger
  /** Everything that is wrong, by the name of the variable. */
  readonly issues: readonly ConfigIssue[]
  /** For whoever reads more names of the same environment. */
  readonly reader: EnvironmentReader
  readonly options: GuardFromEnvOptions
}

/** Reads everything, and starts nothing. It never throws for a wrong configuration. */
export function planGuard(env: Environment, options: GuardFromEnvOptions = {}): GuardPlan {
  const reader = new EnvironmentReader(env)
  const wrong = optionIssues(options)
  const loaded = loadConfig(reader, options.config)
  const settings = readSettings(reader, loaded)
  // What is no logger is an issue, and nothing to write to.
  const own = wrong.some(({ path }) => path.startsWith('options.logger'))
    ? undefined
    : options.logger
  const logger = guardLogger({ ...settings, path: settings.logPath, logger: own })
  const pass = passOptions(settings, options, logger)
  const { config } = loaded
  const contradictions = contradictionsOf(settings, config, options, loaded.where)
  const issues = distinct([
    ...wrong,
    ...contradictions,
    ...reader.issues,
    ...passIssues(pass, loaded.where, config),
    ...afterSignOutIssues(settings),
  ])
  return { settings, config, pass, logger, issues, reader, options }
}

/**
 * Starts a guard, and says what an operator should know.
 *
 * @param more - What is wrong besides: with names that the plan does not read.
 * @throws `invalid_config` with all issues at once
 */
export function guardOf(plan: GuardPlan, more: readonly ConfigIssue[] = []): Hallpass {
  const { settings, config, logger, options, reader, pass } = plan
  const all = [...plan.issues, ...reader.issues, ...more]
  if (all.length > 0) throw invalid(all)
  sayAtStart(settings, logger, reader.hasOther('HALLPASS_SECRET'))
  const made = created(pass, logger, config)
  if (settings.mode === 'off') return guarded(made, settings, () => false)
  const own = options.flag ?? config.flag
  const cookie = settings.flag && cookieFlag(settings.flag)
  const isOn = own === undefined ? cookie : ownFlag(own, logger)
  return guarded(made, settings, isOn)
}

/** What it says on the way is in the names of the environment. */
function created(pass: HallpassOptions, logger: Logger, config: GuardConfig): Hallpass {
  const starting = startingLogger(logger, (option) => !fromFile(option, config))
  const made = createHallpass({ ...pass, logger: starting.logger })
  starting.started()
  return made
}

/** Two settings of which one alone can count. */
function contradictionsOf(
  settings: GuardSettings,
  config: GuardConfig,
  options: GuardFromEnvOptions,
  where: string,
): ConfigIssue[] {
  const issues: ConfigIssue[] = []
  const flags = [
    ...(options.flag === undefined ? [] : ['options.flag']),
    ...(config.flag === undefined ? [] : [`${where}flag`]),
    ...(settings.flag === undefined ? [] : ['AGS_CLIENT_FEATURE_FLAG_…']),
  ]
  const [path = '', other] = flags
  if (other !== undefined) {
    issues.push({ path, message: `contradicts ${other}: give one of them` })
  }
  if (options.fetch !== undefined && !settings.verifySsl) {
    issues.push({ path: 'options.fetch', message: 'contradicts AGS_CLIENT_VERIFY_SSL' })
  }
  const toggle = settings.flag && togglePath(settings.flag)
  if (toggle === settings.signOutPath || toggle === settings.callbackPath) {
    const message = 'makes the path of the toggle that of another route'
    issues.push({ path: 'AGS_CLIENT_FEATURE_FLAG_COOKIE', message })
  }
  return issues
}

/** What `createHallpass` would say, in the names of the environment. */
function passIssues(
  options: HallpassOptions,
  where: string,
  config: GuardConfig,
): readonly ConfigIssue[] {
  try {
    checkConfig(options)
    return []
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return (error.issues ?? []).map(({ path, message }) => ({
      path: fromFile(path, config) ? `${where}${path}` : inEnvironment(path),
      message: placed(path) + worded(inEnvironment(message), path),
    }))
  }
}

/** With the names and the commands of a guard. */
function worded(message: string, path: string): string {
  const said = message.replace('/auth/login', 'sign-out')
  // Without a name, the command makes what a guard does not read.
  return path === 'secrets[0]' ? said.replace('keys new`', `keys new --name ${SECRET}\``) : said
}

const SECRET = 'AGS_CLIENT_SESSION_SECRET'

/** Which of several addresses is meant: the name of the variable does not tell. */
function placed(path: string): string {
  const place = /^baseUrl\[(\d+)\]$/.exec(path)
  return place === null ? '' : `address ${Number(place[1]) + 1} `
}

/** Whether an option came from the file: `theme.accent`. */
function fromFile(path: string, { theme }: GuardConfig): boolean {
  const [part, name = ''] = path.split('.')
  return part === 'theme' && theme !== undefined && Object.hasOwn(theme, name)
}

function invalid(found: readonly ConfigIssue[]): HallpassError {
  const issues = distinct(found)
  const text = issues.map(({ path, message }) => `\n  - ${path}: ${message}`).join('')
  const message = `The environment of the guard has ${faultCount(issues)}:${text}`
  return new HallpassError('invalid_config', message, { issues })
}

/** Two options may come from one variable, and two paths be covered by one rule. */
function distinct(issues: readonly ConfigIssue[]): readonly ConfigIssue[] {
  const lines = issues.map(({ path, message }) => `${path}: ${message}`)
  return issues.filter((_, index) => lines.indexOf(lines[index] ?? '') === index)
}
