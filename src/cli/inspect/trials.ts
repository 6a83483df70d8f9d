/** Tries every secret, also as it would be had it been read a little differently. */
import type { GivenSecret, Trial } from './finding.ts'

/** What a secret opened, and how. */
export interface Opening<Inside> {
  readonly how: string
  readonly inside: Inside
}

/** What all secrets did, and what the first that fits opened. */
export interface Tried<Inside> {
  readonly trials: readonly Trial[]
  readonly inside: Inside | undefined
}

/**
 * Tries the secrets one after another.
 *
 * @param open - Gives what a secret opens.
 * @param refusal - Says of a secret that opens nothing what was tried.
 */
export function tryEach<Inside>(
  secrets: readonly GivenSecret[],
  open: (secret: string) => Opening<Inside> | undefined,
  refusal: (secret: string) => string,
): Tried<Inside> {
  let inside: Inside | undefined
  const trials = secrets.map(({ name, value }): Trial => {
    for (const { text, as } of spellings(value)) {
      const opening = open(text)
      if (opening === undefined) continue
      inside ??= opening.inside
      return { secret: name, opens: true, how: opening.how + as }
    }
    return { secret: name, opens: false, how: refusal(value) }
  })
  return { trials, inside }
}

const ADVICE = 'make both sides read the same'

/** Two services that read one secret differently are what keeps people up at night. */
const SPELLINGS: readonly [(secret: string) => string, string][] = [
  [(secret) => secret, ''],
  [(secret) => secret.trim(), 'without the white space around it'],
  [(secret) => /^(["'])(.*)\1$/s.exec(secret.trim())?.[2] ?? '', 'without the quotes around it'],
  [(secret) => `${secret}\n`, 'with a line break behind it, as a file has that is not trimmed'],
  [(secret) => `${secret}\r\n`, 'with a Windows line break behind it'],
]

function spellings(secret: string): { readonly text: string; readonly as: string }[] {
  const seen = new Set([''])
  return SPELLINGS.flatMap(([spell, as]) => {
    const text = spell(secret)
    if (seen.has(text)) return []
    seen.add(text)
    return [{ text, as: as === '' ? '' : `, but only ${as}: ${ADVICE}` }]
  })
}
