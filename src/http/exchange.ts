/**
 * The little that hallpass needs of a request, and what it decides about it. The core never
 * touches a framework: an adapter makes an `Exchange`, and acts on the `Decision`.
 */
import type { Code } from '../errors.ts'
import type { PageContent } from './page-content.ts'

/** A value, or a promise of one: the hot path stays synchronous. */
export type MaybePromise<T> = T | Promise<T>

/** One HTTP request, as little of it as hallpass needs. */
export interface Exchange {
  /** Upper case. */
  readonly method: string
  /** Path and query as received, not decoded. */
  readonly url: string
  /** The value of a header (name in lower case); several values joined as Node joins them. */
  header(name: string): string | undefined
  /** The address of the peer, for trusted-proxy checks. */
  readonly remoteAddress?: string | undefined
  /**
   * The body as text; a form that the framework has parsed already is encoded again.
   * Rejects with `body_too_large` above `limitBytes`.
   */
  body?(limitBytes: number): Promise<string>
  /** The framework's own request: what a guard found is remembered by it. */
  readonly request?: object | undefined
}

/** Header lines; a repeated `set-cookie` survives. Names are in lower case. */
export type HeaderList = ReadonlyArray<readonly [name: string, value: string]>

/**
 * What `requireLogin` sets before a protected handler runs, which may set something else: a page
 * for one visitor is kept by no cache, so that Back does not show it after a logout.
 */
export const PROTECTED_HEADERS: HeaderList = [['cache-control', 'no-store']]

/** An answer that hallpass gives itself. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderList
  readonly body?: string
  /** What was refused; absent where nothing was. */
  readonly reason?: Code
  /**
   * What the body says, where it is a page of hallpass: for an app that shows it in its own way.
   * With the body as it is, the page gets the theme when it is sent.
   */
  readonly page?: PageContent
}

/** What is to be done with a request. */
export type Decision<V> =
  /** Go on to the app with this visitor; `commit` gives the headers of the finished answer. */
  | {
      readonly kind: 'pass'
      readonly visitor: V
      readonly headers: HeaderList
      commit(): MaybePromise<HeaderList>
      /**
       * Only where `commit` may have to wait: nothing of the app's answer is sent before it has, and
       * this in its place when it rejects.
       */
      readonly unkept?: (error: unknown) => Reply
    }
  /** Answer at once; the app is not reached. `visitor` is who was refused, where that is known. */
  | ({ readonly kind: 'reply'; readonly visitor?: V } & Reply)
