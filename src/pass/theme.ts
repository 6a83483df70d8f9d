/** The looks of the pages of one service, and what its operator should know about them. */
import { Rules } from '../guard/rules.ts'
import { type Look, lookOf } from '../http/page-look.ts'
import { canonicalPath } from '../http/paths.ts'
import type { Logger } from '../http/ports.ts'
import type { HallpassOptions } from './options.ts'

/** Undefined without a theme. What cannot be seen or read is said once, and changes nothing else. */
export function lookFor({ theme, guard }: HallpassOptions, logger: Logger): Look | undefined {
  if (theme === undefined) return undefined
  const look = lookOf(theme)
  for (const note of look.notes) logger.warn(note)
  if (!isOpen(theme.logo, guard)) {
    const said = 'asks for a login, and visitors who are signed out do not see it'
    const rule = `{ path: '${theme.logo?.replace(/\?.*/, '')}', access: 'public' }`
    logger.warn(`theme.logo ${said}: add ${rule} to guard.rules`)
  }
  return look
}

/** Whether the path rules let everybody load the logo. */
function isOpen(logo: string | undefined, guard: HallpassOptions['guard']): boolean {
  if (!logo?.startsWith('/') || guard === undefined || guard.mode === 'report') return true
  const path = canonicalPath(logo)
  return path !== undefined && new Rules(guard).match(path, 'GET') === 'public'
}
