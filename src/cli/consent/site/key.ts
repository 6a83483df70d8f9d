/** What is printed about a new API key, which is shown once. */

/**
 * The lines; the key is the last, alone, so that a script can take it by `tail -n 1`.
 *
 * @param said - What was done, in sentences.
 */
export function keyLines(said: readonly string[], key: string): string {
  const about = [
    "This is the site's API key, COOKIE_SERVICE_API_KEY in its settings. It is shown once and kept",
    'as a hash only; "hallpass consent site rotate" makes another.',
  ]
  return `${[...said, ...about, '', key].join('\n')}\n`
}
