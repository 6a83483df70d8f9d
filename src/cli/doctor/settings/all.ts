/** Everything that the settings themselves show. */
import { SETTINGS_PAGE } from '../../guard/settings-page.ts'
import { type Finding, failed, ok } from '../finding.ts'
import type { Planned } from '../planned.ts'
import { fileFindings } from './files.ts'
import { nodeFinding } from './node.ts'
import { openFindings } from './open.ts'
import { secretFindings } from './secrets.ts'

/** The findings; nothing is asked of anybody. */
export function settingsFindings(planned: Planned, envFile: string | undefined): Finding[] {
  return [
    ...faults(planned),
    ...secretFindings(planned),
    ...openFindings(planned),
    ...fileFindings(planned.env, envFile),
    nodeFinding(),
  ]
}

/** The same words as at the start of the service. */
function faults({ issues }: Planned): Finding[] {
  const lines = new Set(issues.map(({ path, message }) => `${path} ${message}`))
  if (lines.size === 0) return [ok('settings.valid', 'the guard starts with these settings')]
  const fix = `Correct it; ${SETTINGS_PAGE} has every setting. Nothing starts before.`
  return [...lines].map((line) => failed('settings.valid', line, fix))
}
