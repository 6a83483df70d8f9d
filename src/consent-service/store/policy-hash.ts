/** What a policy's hash is made of. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../log/canonical.ts'
import type { ConsentStore } from './port.ts'

/** A policy that is to be added. */
export type NewPolicy = Parameters<ConsentStore['addPolicy']>[0]

/** The SHA-256 of the canonical JSON `[text,categories]`, in hexadecimal. */
export function policySha256(policy: Pick<NewPolicy, 'text' | 'categories'>): string {
  const categories = policy.categories.map((category) => ({ ...category }))
  return createHash('sha256')
    .update(canonicalJson([policy.text, categories]))
    .digest('hex')
}
