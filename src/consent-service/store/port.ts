/** What the central service keeps, and the port to what keeps it. Times are in milliseconds. */
import type { Category, Choices } from '../../consent/wire/categories.ts'
import type { Head } from '../log/entry.ts'

/** A site that may use the service. */
export interface Site {
  readonly id: string
  /** `https://shop.example`. */
  readonly origin: string
  /** The path of its callback. */
  readonly callback: string
  readonly createdAt: number
}

/** One of a site's API keys; the key itself is not kept, only its SHA-256. */
export interface SiteKey {
  readonly id: string
  readonly siteId: string
  readonly createdAt: number
  /** When it is no longer taken; undefined while it is the site's newest. */
  readonly endsAt: number | undefined
}

/** By which act a choice came to be. */
export type Act = 'accept_all' | 'reject_all' | 'saved' | 'gpc' | 'sync' | 'import'

/** What a visitor chose last. */
export interface Choice {
  readonly choices: Choices
  readonly updatedAt: number
  /** The version of the policy that was in force. */
  readonly policy: number
  readonly act: Act
}

/** A visitor whom the service knows. */
export interface Known {
  readonly visitor: string
  readonly since: number
  readonly choice: Choice | undefined
}

/** A choice that is to be recorded. */
export interface Change {
  readonly visitor: string
  /** The site's id: the visitor must be known there. Undefined for the service's own page. */
  readonly site: string | undefined
  /** Undefined for an act that changes nothing (`gpc`). */
  readonly choices: Choices | undefined
  /**
   * Categories that the choice does not speak of: they stay as they were chosen under version
   * `since` of the policy or a later one, and are refused where they were not.
   */
  readonly kept?: { readonly ids: readonly string[]; readonly since: number }
  readonly act: Act
  readonly policy: number
  /** Whether the page said that it showed this version of the policy. */
  readonly policyShown: boolean
  /** When it was chosen. */
  readonly at: number
  /** The service's clock when it came, where that is another time (`sync`, `import`). */
  readonly received?: number
}

/** A version of the policy's text. */
export interface Policy {
  readonly version: number
  /** Whether everybody is asked again. */
  readonly material: boolean
  readonly text: string
  /** What visitors are asked about under this version. */
  readonly categories: readonly Category[]
  /** The SHA-256 of the canonical JSON `[text,categories]`, in hexadecimal. */
  readonly sha256: string
  readonly createdAt: number
}

/** The part of a log entry that can be read, and be forgotten. */
export interface LogRecord {
  readonly kind: 'consent' | 'forget' | 'policy'
  readonly visitor?: string
  /** The site's id. */
  readonly site?: string
  /** The site's origin, which an entry proves also when the site is long gone. */
  readonly origin?: string
  readonly choices?: Choices
  readonly act?: Act
  readonly policy?: number
  readonly policyShown?: boolean
  /** When the service got it, where that is not the entry's own time. */
  readonly received?: number
  /** Of a policy: the SHA-256 of its text and categories. */
  readonly sha256?: string
  /** Of a policy: whether everybody is asked again. */
  readonly material?: boolean
  /** Of a `forget`: how many entries it erased, so that no other can be taken for a forgotten one. */
  readonly erased?: number
}

/**
 * An entry of the log. `hash` is the SHA-256 of the canonical JSON `[seq,at,prev,commitment]`;
 * `commitment` is the HMAC-SHA-256, keyed with the salt, of the canonical JSON of the record.
 * All three are in hexadecimal.
 */
export interface LogEntry {
  readonly seq: number
  readonly at: number
  readonly prev: string
  readonly hash: string
  readonly commitment: string
  /** Undefined once it was forgotten. */
  readonly record: LogRecord | undefined
  /** Hexadecimal; gone with the record. */
  readonly salt: string | undefined
}

/**
 * How many choices of a kind were made on a day. What a site brings later (`sync`) counts on the
 * day when it came: days that are over do not change. An `import` counts on the day of its choice.
 */
export interface Rate {
  /** `2026-11-24`, in UTC. */
  readonly day: string
  readonly site: string | undefined
  readonly act: Act
  readonly count: number
}

/** A one-time code on its way from the service to a site. */
export interface Code {
  /** The SHA-256 of the code, in hexadecimal. */
  readonly hash: string
  readonly visitor: string
  readonly siteId: string
  readonly expiresAt: number
}

/** Which part of the log is asked for; newest first. */
export interface LogQuery {
  readonly limit: number
  readonly beforeSeq?: number
  readonly site?: string
  readonly visitor?: string
}

/** Keeps everything. One that is down rejects with `store_unavailable`, and has done nothing. */
export interface ConsentStore {
  /** Makes or brings up the tables; safe from several instances at once. */
  migrate(): Promise<void>
  /** One cheap query. */
  ready(): Promise<void>
  /** What seals the visitors' cookies: made at the first start, the same for every instance. */
  secret(): Promise<string>

  /**
   * Makes a visitor known to a site, and to the service; nothing happens for one who is. For ids
   * that were made just now, or are brought along by an import: one that a browser brings may have
   * been forgotten, and must not come back. That is for `recognise`.
   */
  know(visitor: string, siteId: string, at: number): Promise<void>
  /**
   * Makes a visitor whom the service knows known to a site, too. False, and nothing is written: it
   * knows nobody of that id (any more).
   */
  recognise(visitor: string, siteId: string): Promise<boolean>
  /**
   * A visitor as a site may see them: undefined where they were never there, which looks the same
   * as a visitor whom nobody knows. Without a site: for the service's own pages.
   */
  visitor(visitor: string, siteId?: string): Promise<Known | undefined>
  /** The ids of the sites that know a visitor. */
  sitesOf(visitor: string): Promise<readonly string[]>
  /**
   * Records a choice: visitor, record and log entry at once, and resolves when it is durable.
   * A `sync` that is older than what is there changes nothing. A `gpc` is recorded once for each
   * visitor and policy, and leaves the choice as it is. A choice that repeats the newest entry
   * within ten minutes gets no entry of its own, but its time is the choice's from then on.
   * Undefined: no such visitor at that site.
   */
  record(change: Change): Promise<Known | undefined>
  /**
   * Erases what can be read of a visitor. One with thousands of entries is forgotten in several
   * steps: if that fails on the way, the rest is still there, and another call goes on.
   * False: no such visitor.
   */
  forget(visitor: string, at: number): Promise<boolean>

  /**
   * Keeps a code of a visitor; of one who is not known (any more), nothing. Now and then it also
   * clears away a few dead codes, and visitors who have had no record for 30 days.
   */
  putCode(code: Code): Promise<void>
  /** The visitor of a code, once; a code that another site tries is gone. */
  takeCode(hash: string, siteId: string, now: number): Promise<string | undefined>

  addSite(site: Omit<Site, 'id'>, keyHash: string): Promise<Site>
  removeSite(siteId: string): Promise<boolean>
  sites(): Promise<readonly Site[]>
  siteOfOrigin(origin: string): Promise<Site | undefined>
  siteOfKey(keyHash: string, now: number): Promise<Site | undefined>
  keys(siteId: string): Promise<readonly SiteKey[]>
  /** @param endOthersAt - When the site's older keys are no longer taken. */
  addKey(siteId: string, keyHash: string, at: number, endOthersAt: number): Promise<SiteKey>

  addPolicy(policy: {
    readonly text: string
    readonly categories: readonly Category[]
    readonly material: boolean
    readonly at: number
  }): Promise<Policy>
  /** In the order of their versions. */
  policies(): Promise<readonly Policy[]>

  /** In the order of the log. */
  entries(afterSeq: number, limit: number): Promise<readonly LogEntry[]>
  log(query: LogQuery): Promise<readonly LogEntry[]>
  rates(range: { from: number; to: number }): Promise<readonly Rate[]>
  counts(): Promise<{ visitors: number; entries: number }>
  /** The log's last entry, as it is kept beside the log. */
  head(): Promise<Head>
  close(): Promise<void>
}
