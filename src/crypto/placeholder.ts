/** Words that stand where a secret belongs, and that everybody can read in the docs. */

/**
 * Whether a value only says what is to be put there: `make one with: …`, a command that makes one,
 * or `<a secret>`.
 */
export function isPlaceholder(secret: string): boolean {
  return /^\s*(?:make one\b|<.*>\s*$)|hallpass keys (?:new|rotate)\b/is.test(secret)
}

/** What is said of such a value, behind its name. */
export const PLACEHOLDER: string =
  'is the words that stand where a secret belongs: `npx hallpass keys new` prints one'
