/** Words that stand where a secret belongs, and that everybody can read in the docs. */

/**
 * Whether a value only says what is to be put there: `make one with: …`, a command that makes one,
 * or `<a secret>`.
 */
export function isPlaceholder(secret: string): boolean {
  return /^\s*(?:make one\b|<.*>\s*$)|hallpass keys (?:new|rotate)\b/is.test(secret)
}

/** The values of our samples: long enough for a secret, and known to everybody. */
const SAMPLES: readonly string[] = [
  '32-random-bytes-from-hallpass-keys-new',
  'the-secret-that-the-provider-gave',
  'what-the-provider-gave-you',
]

/** Whether a value is the sample of our documentation, as it was copied. */
export function isSample(secret: string): boolean {
  return SAMPLES.includes(secret.trim().toLowerCase())
}

/** What is said of it, behind its name and before the way to a secret. */
export const SAMPLE = 'is the sample of the documentation, which everybody knows'

/** What is said of words that stand where a secret belongs, behind its name. */
export const PLACEHOLDER: string =
  'is the words that stand where a secret belongs: `npx hallpass keys new` prints one'
