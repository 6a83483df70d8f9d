/** What an operator should not find out later: the lines at the start of a guard. */
import type { Logger } from '../http/ports.ts'
import { togglePath } from './flag.ts'
import type { GuardSettings } from './settings.ts'

/** @param otherSecret - Whether the environment has the secret of another part of hallpass. */
export function sayAtStart(settings: GuardSettings, logger: Logger, otherSecret: boolean): void {
  if (settings.mode === 'off') logger.warn('HALLPASS_GUARD_MODE is off: EVERY PAGE IS OPEN')
  if (settings.mode === 'report') {
    logger.warn('HALLPASS_GUARD_MODE is report: every page is open, and refusals are only logged')
  }
  if (settings.flag !== undefined && settings.mode !== 'off') {
    logger.warn(
      `any visitor can switch the guard off for themselves at ${togglePath(settings.flag)}`,
    )
  }
  if (settings.sessionSecret === undefined) {
    logger.warn(
      `AGS_CLIENT_SESSION_SECRET is not set: other processes, and the next start, cannot read the session cookies${
        otherSecret ? ' (HALLPASS_SECRET is not read by a guard)' : ''
      }`,
    )
  }
  if (!settings.verifySsl) {
    logger.warn('AGS_CLIENT_VERIFY_SSL is false: ANYBODY ON THE WAY CAN PASS FOR THE PROVIDER')
  }
}
