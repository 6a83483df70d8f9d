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

/** Whether two say the same. White space around a text says nothing. */
export function isSamePolicy(
  one: Pick<NewPolicy, 'text' | 'categories'>,
  other: Pick<NewPolicy, 'text' | 'categories'>,
): boolean {
  const [first, second] = [one, other].map(({ text, categories }) =>
    policySha256({ text: text.trim(), categories }),
  )
  return first === second
}
