/** `pass.sessions`: which sessions a user has, and the end of some or all of them. */
import { HallpassError } from '../errors.ts'
import { expiresAt } from '../session/lifetime.ts'
import type { SessionState } from '../session/state.ts'
import { publicId, sessionKey, userIndex } from '../session/stored/names.ts'
import type { Core } from './core.ts'
import type { StoredKeeping } from './keeping.ts'
import type { SessionInfo, SessionOwner, Sessions } from './session-types.ts'
import { RequestVisitor } from './visitor.ts'

/** Sessions that are listed: as many as a store lists at once. */
const MAX_LISTED = 1000

/** Whose sessions are meant. */
interface Owner {
  readonly issuer: string
  readonly sub: string
  /** The public id of the session that asks. */
  readonly current: string | undefined
}

/** The sessions of a service. Without a store each call is `invalid_config`. */
export function sessionsOf(core: Core): Sessions {
  const isOf = (owner: Owner, { login }: SessionState): boolean =>
    login?.user.sub === owner.sub && login.issuer === owner.issuer
  return {
    async list(user) {
      const { records } = storedOf(core)
      const owner = ownerOf(core, user)
      if (owner === undefined) return []
      const entries = await records.store.list(userIndex(owner.issuer, owner.sub), MAX_LISTED)
      const found = entries.flatMap((entry) => {
        const name = entry.key.slice(sessionKey('').length)
        const state = records.open(name, entry)?.state
        return state !== undefined && isOf(owner, state) ? [infoOf(core, state, owner)] : []
      })
      return found.sort((one, other) => other.lastUsedAt - one.lastUsedAt)
    },
    async end(user, id) {
      const { records } = storedOf(core)
      const owner = ownerOf(core, user)
      // Longer ones are none, and a key of a store has a bound.
      if (owner === undefined || typeof id !== 'string' || !/^[\w-]{43}$/.test(id)) return false
      const record = await records.get(id)
      if (record === undefined || !isOf(owner, record.state)) return false
      return records.delete(id)
    },
    async endAll(user, { keepCurrent = false } = {}) {
      const { ends } = storedOf(core)
      const owner = ownerOf(core, user)
      if (owner === undefined) return 0
      const kept = keepCurrent ? owner.current : undefined
      const isMeant = (state: SessionState) => isOf(owner, state) && state.id !== kept
      return ends.endAll(userIndex(owner.issuer, owner.sub), isMeant)
    },
  }
}

function infoOf({ lifetime }: Core, state: SessionState, owner: Owner): SessionInfo {
  return {
    id: state.id,
    provider: state.login?.provider ?? '',
    createdAt: state.createdAt,
    lastUsedAt: state.seenAt,
    expiresAt: expiresAt(state, lifetime),
    label: state.label,
    current: state.id === owner.current,
  }
}

function storedOf({ stored }: Core): StoredKeeping {
  if (stored !== undefined) return stored
  const message = 'pass.sessions needs createHallpass({ session: { store } })'
  throw new HallpassError('invalid_config', message)
}

function ownerOf(core: Core, user: SessionOwner): Owner | undefined {
  if (user instanceof RequestVisitor) return ownerOfVisitor(user)
  if (!('sub' in user) || typeof user.sub !== 'string') {
    throw new HallpassError('invalid_config', 'pass.sessions needs a visitor, or { sub, issuer }')
  }
  return { issuer: user.issuer ?? onlyIssuer(core), sub: user.sub, current: undefined }
}

/** @throws `store_unavailable` where the visitor's session could not be read */
function ownerOfVisitor({ state, fault }: RequestVisitor): Owner | undefined {
  if (fault !== undefined) throw fault
  if (state?.login === undefined) return undefined
  const { issuer, user } = state.login
  return { issuer, sub: user.sub, current: publicId(state.id) }
}

function onlyIssuer({ providers }: Core): string {
  const [provider, ...others] = providers.values()
  if (provider?.fixed && others.length === 0) return provider.resolve(undefined).issuer
  const message = 'pass.sessions needs { sub, issuer }: there is no one issuer of all users'
  throw new HallpassError('invalid_config', message)
}
