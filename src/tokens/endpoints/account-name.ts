/** Under which name the tries for an account are counted. */

/**
 * A user name without what databases and apps may overlook: case, accents, white space, invisible
 * characters, and other ways of writing the same letters. Tries for `Una`, `una ` and `ûna` are
 * counted together, whichever of them the app takes for one account.
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
}
