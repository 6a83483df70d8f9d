/** The shape of the option `consent`. */
import * as v from 'valibot'
import { safeUrl } from '../../options/safe-url.ts'
import { CATEGORY_ID, CATEGORY_ID_WORDS, MOST_CATEGORIES } from '../wire/category-rules.ts'

const fn = v.custom<unknown>((value) => typeof value === 'function', 'must be a function')
/** Words and values of CSS: nothing that is longer is one. */
const text = v.pipe(v.string(), v.maxLength(2000, 'must have at most 2000 characters'))

/** What is said where there is no API key. */
export const MISSING_KEY: string =
  'is missing: `npx hallpass consent site add ORIGIN` prints one, where the service runs'

const service = v.pipe(
  safeUrl,
  v.regex(/^[^?#]*$/, 'must not have a query: write an address like https://consent.example'),
)

const category = v.strictObject({
  id: v.pipe(v.string(), v.regex(CATEGORY_ID, CATEGORY_ID_WORDS)),
  classic: v.optional(v.picklist(['performance', 'functionality'])),
  always: v.optional(v.boolean()),
  title: v.optional(text),
  description: v.optional(text),
})

const theme = v.strictObject({
  accent: v.optional(text),
  onAccent: v.optional(text),
  background: v.optional(text),
  text: v.optional(text),
  radius: v.optional(text),
  font: v.optional(text),
  position: v.optional(v.picklist(['bottom', 'corner'])),
})

const language = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i, 'must be a language like en'),
)

const banner = v.strictObject({
  texts: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
  theme: v.optional(theme),
  policyUrl: v.optional(
    v.pipe(
      text,
      v.regex(/^(?:https?:\/\/|\/(?!\/))/i, 'must be a path like /cookies, or an http(s) URL'),
    ),
  ),
  language: v.optional(language),
  languages: v.optional(v.array(language)),
})

/** The option `consent`. */
export const consentSchema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  service,
  apiKey: v.pipe(
    // As a default, so that a key that is not there gets words of its own.
    v.optional(v.string(), ''),
    v.check((key) => key !== '', MISSING_KEY),
    v.regex(/^[\x21-\x7e]{0,512}$/, 'must be the key that `consent site add` printed'),
  ),
  categories: v.optional(
    v.pipe(v.array(category), v.maxLength(MOST_CATEGORIES, `must be ${MOST_CATEGORIES} at most`)),
  ),
  // Looked at by `consentIssues`.
  secretKey: v.optional(v.unknown()),
  cache: v.optional(v.looseObject({ get: fn, set: fn })),
  banner: v.optional(banner),
  healthCheck: v.optional(v.boolean()),
  requireState: v.optional(v.boolean()),
  days: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be whole days'),
      v.minValue(1, 'must be 1 day or more'),
      v.maxValue(400, 'must be 400 days at most'),
    ),
  ),
})
