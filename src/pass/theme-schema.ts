/** The shape of `theme`. */
import * as v from 'valibot'

/** Characters of a logo that is written into every page. */
const MAX_LOGO = 32_768

const line = v.pipe(
  v.string(),
  v.regex(/^(?=.*\S)[^\p{Cc}\u2028\u2029]*$/u, 'must be one line of text'),
  v.maxLength(200, 'must be at most 200 characters'),
)
const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1b57c4'))
const logo = v.pipe(
  v.string(),
  v.check(isLogo, 'must be a path such as /logo.svg, an https URL, or data:image/…'),
  v.maxLength(MAX_LOGO, `must be at most ${MAX_LOGO} characters`),
)

/** How the pages look that hallpass shows itself. */
export const themeSchema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  name: v.optional(line),
  logo: v.optional(logo),
  accent: v.optional(colour),
  accentDark: v.optional(colour),
  contact: v.optional(line),
})

/** A path is on our own origin and says so in one reading: `//host` and `/\host` are none. */
function isLogo(value: string): boolean {
  if (value.startsWith('/')) return /^\/(?!\/)[!#-&(-;=?-[\]-~]*$/.test(value)
  if (value.startsWith('data:')) {
    return /^data:image\/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*,[!#-;=?-~]*$/i.test(value)
  }
  const url = /^[!-~]+$/.test(value) ? URL.parse(value) : null
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}
