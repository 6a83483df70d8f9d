/** Under which name the tries for an account are counted. */

/**
 * A user name without what databases and apps may overlook: case, accents, white space, invisible
 * characters, and other ways of writing the same letters and digits. Tries for `Una`, `una ` and
 * `ûna` are counted together, whichever of them the app takes for one account.
 *
 * @example
 * accountName(' Ûna') // 'una'
 */
export function accountName(username: string): string {
  return username
    .normalize('NFKD')
    .replace(/[\p{M}\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/(?!\p{ASCII})[\p{Script=Latin}\p{N}\p{So}]/gu, plain)
}

/** As the usual collations of MySQL and MariaDB compare: `ø` is `o` to them, and `٣` is `3`. */
const { compare } = new Intl.Collator('und', { sensitivity: 'base', ignorePunctuation: false })

/** What one character can be the same as, in their order. */
const PLAIN: readonly string[] = [
  ...'0123456789abcdefghijklmnopqrstuvwxyz',
  ...['aa', 'ae', 'ao', 'au', 'av', 'ay', 'db', 'dz', 'ls', 'lz', 'oe', 'oo', 'qp', 'th', 'ts'],
  ...['tz', 'vy'],
].sort(compare)

/** The plain letters or the digit that a character is the same as; itself where it is no such. */
function plain(character: string): string {
  let [from, to] = [0, PLAIN.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const found = PLAIN[middle] ?? ''
    const order = compare(character, found)
    if (order === 0) return found
    if (order < 0) to = middle
    else from = middle + 1
  }
  return character
}
