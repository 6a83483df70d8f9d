/** What of a session the finished answer must write, if anything. */
import type { Logger } from '../http/ports.ts'
import type { SessionRead } from '../session/backend.ts'
import { type DataFormat, jsonData } from '../session/data-format.ts'
import { newSessionId } from '../session/id.ts'
import { rollDue } from '../session/lifetime.ts'
import type { SessionState } from '../session/state.ts'
import type { Core } from './core.ts'

/** What happened to a session during a request. */
export interface SessionCourse {
  /** As the request brought it. */
  readonly read: SessionRead
  /** As it stands now. */
  readonly state: SessionState | undefined
  /** The app's copy of the data, if it asked for it. */
  readonly data: Record<string, unknown> | undefined
  /** Its tokens were refreshed. */
  readonly refreshed: boolean
}

/** The session to write; `undefined` to clear the cookie, `keep` to leave it as it is. */
export function nextSession(core: Core, course: SessionCourse): SessionState | 'keep' | undefined {
  const { refresher, revocations, lifetime, ports } = core
  const { read, state, refreshed } = course
  // It ended while this answer was made: the browser may have its successor's cookie by now.
  if (read.state !== undefined && state !== undefined && revocations.has(state)) return 'keep'
  const now = ports.now()
  const data = changedData(course, core.backend.data ?? jsonData, ports.logger)
  if (state === undefined) {
    if (data !== undefined) {
      const id = core.backend.newId?.() ?? newSessionId()
      return { id, createdAt: now, seenAt: now, data }
    }
    return read.present ? undefined : 'keep'
  }
  const due = refreshed || read.rewrite || rollDue(state, lifetime, now)
  if (!due && data === undefined) return 'keep'
  const login = state.login && (refresher.successor(state, state.login) ?? state.login)
  return { ...state, ...(login && { login }), data: data ?? state.data, seenAt: now }
}

/** The app's data, if it changed it. */
function changedData(
  { data, state }: SessionCourse,
  format: DataFormat,
  logger: Logger,
): Record<string, unknown> | undefined {
  if (data === undefined) return undefined
  try {
    const text = format.write(data)
    if (text === format.write(state?.data ?? {})) return undefined
    const changed = format.read(text)
    if (changed !== undefined) return changed
  } catch {
    // A cycle, a BigInt, what Flask has no tag for, a depth without end, or what a toJSON of the app's throws.
  }
  logger.error('the session data cannot be kept and was not written')
  return undefined
}
