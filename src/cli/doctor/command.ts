/** `hallpass doctor`: checks the settings of a guard, and says what would fail. */
import { resolve } from 'node:path'
import { parseEnv, styleText } from 'node:util'
import type { Environment } from '../../guard-env/read.ts'
import { readText } from '../consent/files.ts'
import { Progress } from '../consent/progress.ts'
import { UsageError } from '../usage.ts'
import { type Finding, notChecked } from './finding.ts'
import { jsonReport } from './json-report.ts'
import { networkParts, type Part } from './network.ts'
import { DOCTOR_HELP, type DoctorArguments, doctorArguments } from './options.ts'
import { type Planned, planOf } from './planned.ts'
import { settingsFindings } from './settings/all.ts'
import { findingText, type Paint, summary } from './text-report.ts'
import { Wire } from './wire.ts'

/** The whole takes at most so many times what one call may take. */
const CALLS_IN_A_ROW = 8

/** Runs the command; gives the exit status. */
export async function doctorCommand(args: readonly string[]): Promise<number> {
  const asked = doctorArguments(args)
  if (asked.help) {
    process.stdout.write(DOCTOR_HELP)
    return 0
  }
  const planned = await planOf(environmentOf(asked))
  const findings = settingsFindings(planned, asked.envFile)
  const say = (found: readonly Finding[]) => {
    if (!asked.json) process.stdout.write(found.map((one) => findingText(one, paint)).join(''))
  }
  say(findings)
  for await (const found of asked.isOffline ? [] : fromNetwork(planned, asked.timeout)) {
    findings.push(...found)
    say(found)
  }
  const missing = notChecked(findings)
  process.stdout.write(asked.json ? jsonReport(findings, missing) : summary(findings, missing))
  return findings.some(({ result }) => result === 'failed') ? 1 : 0
}

/** What the environment has comes before what the file has, as for `hallpass guard serve`. */
function environmentOf({ envFile, config, settings }: DoctorArguments): Environment {
  return {
    ...(envFile === undefined ? {} : fileEnvironment(envFile)),
    ...process.env,
    ...settings,
    ...(config !== undefined && { HALLPASS_CONFIG: resolve(config) }),
  }
}

function fileEnvironment(file: string): Environment {
  try {
    return parseEnv(readText(file, `--env-file ${file}`))
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    throw new UsageError(sentence.replace(/\.$/, ''), 'hallpass doctor --help')
  }
}

/** The findings of each part, in their order; on a terminal, what is waited for meanwhile. */
async function* fromNetwork(planned: Planned, timeout: number): AsyncGenerator<readonly Finding[]> {
  const timeoutMs = timeout * 1000
  const wire = new Wire({ timeoutMs, deadline: AbortSignal.timeout(timeoutMs * CALLS_IN_A_ROW) })
  const parts = networkParts(planned, wire)
  // One that fails early is reported in its turn.
  for (const { findings } of parts) findings.catch(() => undefined)
  for (const part of parts) yield await shown(part)
}

async function shown({ about, findings }: Part): Promise<readonly Finding[]> {
  const progress = new Progress()
  const timer = setInterval(() => progress.show(`Asking ${about} …`), 200)
  try {
    return await findings
  } finally {
    clearInterval(timer)
    progress.end()
  }
}

const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red' } as const

/** `NO_COLOR` is respected, and so is a file at the other end. */
const paint: Paint = (result, text) => {
  return styleText(COLOURS[result], text, { stream: process.stdout })
}
