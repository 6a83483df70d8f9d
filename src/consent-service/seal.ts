/** What the service seals for browsers: each kind under a key of its own. */
import type { Keyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import type { Service } from './service.ts'

type Purpose = 'consent-visitor' | 'consent-dashboard' | 'consent-notice' | 'consent-form'

const seals = new WeakMap<Keyring, Map<Purpose, PurposeSeal>>()

/** The seal of a purpose; its keys are derived once. */
export function sealOf({ keyring }: Pick<Service, 'keyring'>, purpose: Purpose): PurposeSeal {
  const known = seals.get(keyring) ?? new Map<Purpose, PurposeSeal>()
  seals.set(keyring, known)
  const seal = known.get(purpose) ?? new PurposeSeal(keyring, purpose)
  known.set(purpose, seal)
  return seal
}
