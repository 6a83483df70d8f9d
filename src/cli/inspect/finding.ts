/** What is found out about a value. */

/** A secret that was given, and where from: it is named by its place, never shown. */
export interface GivenSecret {
  readonly name: string
  readonly value: string
}

/** What the recognisers may use. */
export interface Question {
  readonly secrets: readonly GivenSecret[]
  /** Salts to try, before the known ones. */
  readonly salts: readonly string[]
  /** Purposes to try, beside hallpass's own. */
  readonly purposes: readonly string[]
  /** The cookie's name, where it is known. */
  readonly name?: string | undefined
}

/** What it is, as a word for a program. */
export type Kind =
  | 'itsdangerous'
  | 'flask-session'
  | 'cookie-manager'
  | 'consent'
  | 'fernet'
  | 'jwt'
  | 'jwe'
  | 'hallpass'
  | 'cookie-signature'
  | 'iron'

/** What was found out. */
export interface Finding {
  readonly kind: Kind
  /** What it is, in a sentence. */
  readonly format: string
  /** Seconds since the epoch. */
  readonly madeAt?: number | undefined
  /** Seconds since the epoch. */
  readonly expiresAt?: number | undefined
  /** Who decides when it runs out, where the value does not say. */
  readonly expiry?: string | undefined
  /** What is inside, where that can be read. */
  readonly contents?: Contents | undefined
  /** What each of the secrets did, in their order. */
  readonly trials: readonly Trial[]
  /** Why no secret that can be given opens it: a public-key signature, another package's format. */
  readonly unverifiable?: string | undefined
  /** What else whoever looks for a fault should know. */
  readonly notes: readonly string[]
}

/** What is inside: text as it was sent, and whether it is JSON. */
export interface Contents {
  readonly text: string
  readonly json: boolean
}

/** What one secret did. */
export interface Trial {
  /** The secret's place on the command line. */
  readonly secret: string
  readonly opens: boolean
  /** Salt, derivation, digest, purpose; or what was tried in vain. */
  readonly how: string
}

/** Says what a value is; undefined when it is nothing of its kind. */
export type Recogniser = (value: string, question: Question) => Finding | undefined

/** Whether one of the secrets opened it. */
export function isVerified({ trials }: Pick<Finding, 'trials'>): boolean {
  return trials.some(({ opens }) => opens)
}
