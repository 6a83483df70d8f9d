/** What is found out about a value. */

/** A secret that was given, and where from: it is named by its place, never shown. */
export interface GivenSecret {
  readonly name: string
  readonly value: string
}

/** What the recognisers may use. */
export interface Question {
  readonly secrets: readonly GivenSecret[]
  /** Salts to try; the known ones when empty. */
  readonly salts: readonly string[]
  /** Purposes to try, beside hallpass's own. */
  readonly purposes: readonly string[]
  /** The cookie's name, where it is known. */
  readonly name?: string | undefined
  /** Seconds since the epoch. */
  readonly now: number
}

/** What was found out. */
export interface Finding {
  /** What it is, in a sentence. */
  readonly format: string
  /** Seconds since the epoch. */
  readonly madeAt?: number | undefined
  /** Seconds since the epoch. */
  readonly expiresAt?: number | undefined
  /** Who decides when it runs out, where the value does not say. */
  readonly expiry?: string
  /** What is inside, where that can be read: JSON, or text. */
  readonly contents?: { readonly value: unknown } | undefined
  /** What opened or verified it; undefined when nothing did, or nothing was tried. */
  readonly key?: Key | undefined
  /** What no secret that can be given opens: a public-key signature, another package's format. */
  readonly unverifiable?: string
  /** What else whoever looks for a fault should know. */
  readonly notes: readonly string[]
}

/** The secret that fits, and how. */
export interface Key {
  /** The secret's place on the command line. */
  readonly secret: string
  /** Salt, derivation, digest, purpose: what else was used. */
  readonly how: string
}

/** Says what a value is; undefined when it is nothing of its kind. */
export type Recogniser = (value: string, question: Question) => Finding | undefined
