/** What the categories of a site and of a policy must be alike in: they are the same ones. */

/** The id of a category: it is a name in a cookie, and a member of JSON. */
export const CATEGORY_ID: RegExp = /^[a-z0-9][a-z0-9_-]{0,39}$/

/** The same in words, after a name: `The id must be …`. */
export const CATEGORY_ID_WORDS =
  'must be lower case letters, digits, - and _, at most 40, and begin with a letter or digit'

/** How many there may be: their ids share one cookie. */
export const MOST_CATEGORIES = 30
