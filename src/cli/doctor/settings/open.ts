/** What the settings leave open, on purpose or not. */
import { togglePath } from '../../../guard-env/flag.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Planned } from '../planned.ts'

const NAME = 'settings.open'

/** Everything that an operator should not find out later. */
export function openFindings({ guard: { settings } }: Planned): Finding[] {
  const { mode, flag, verifySsl, defaultAccess, rules } = settings
  const findings: Finding[] = []
  const warn = (found: string, fix: string) => findings.push(warning(NAME, found, fix))
  if (mode === 'off') {
    const fix = 'Take HALLPASS_GUARD_MODE away, or set it to enforce.'
    findings.push(failed(NAME, 'HALLPASS_GUARD_MODE is off: every page is open', fix))
  }
  if (mode === 'report') {
    warn(
      'HALLPASS_GUARD_MODE is report: every page is open, and refusals are only logged',
      'Set it to enforce once the log shows nothing that should pass.',
    )
  }
  if (flag !== undefined && mode !== 'off') {
    const usual = flag.byDefault ? '' : ', and it is off for who never did'
    warn(
      `any visitor can switch the guard off at ${togglePath(flag)}${usual}`,
      'After the trial, take both AGS_CLIENT_FEATURE_FLAG_… settings away.',
    )
  }
  if (!verifySsl) {
    warn(
      'AGS_CLIENT_VERIFY_SSL is false: anybody on the way can pass for the provider',
      'Take it away, and name the provider’s authority in NODE_EXTRA_CA_CERTS.',
    )
  }
  if (findings.length > 0) return findings
  const rest =
    typeof defaultAccess === 'string' ? defaultAccess : 'a requirement of the config file'
  const count = `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`
  return [ok(NAME, `${count}, and for all other paths: ${rest}`)]
}
