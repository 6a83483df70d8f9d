/** What the shop and the newspaper have in common as apps. */
import type { RequestListener } from 'node:http'
import { type Html, html } from '../../http/html.ts'
import {
  type Hooks,
  isHallpassError,
  type Logger,
  type LoginEvent,
  type LogoutEvent,
  type RefreshEvent,
} from '../../index.ts'
import type { ConsentClient } from './consent/site-consent.ts'
import { displayName } from './site-page.ts'

/** What an app of the demo is made from. */
export interface AppOptions {
  /** Where it is reached, and where the provider is. */
  readonly url: string
  readonly issuer: string
  readonly clientSecret: string
  readonly sessionSecret: string
  /** The central consent service, and the app's key there. */
  readonly consent: ConsentClient
  /** Told in one line who signed in and out, and whose tokens were refreshed. */
  readonly log: (line: string) => void
}

/** An app that answers. */
export interface App {
  readonly listener: RequestListener
  /** Ends what runs in the background. */
  close(): void
}

/** Tells warnings and errors in a line of the demo's own. */
export function tellingLogger(app: string, log: (line: string) => void): Logger {
  const tell = (message: string) => log(`${app}: ${message}`)
  return { info() {}, warn: tell, error: tell }
}

/** Hooks that tell what happens. */
export function tellingHooks(
  app: string,
  log: (line: string) => void,
): Required<Pick<Hooks, 'afterLogin' | 'afterRefresh' | 'afterLogout'>> {
  const tell = (event: LoginEvent | LogoutEvent | RefreshEvent, what: string) =>
    log(`${app}: ${displayName(event)} ${what}`)
  return {
    afterLogin: (event) => tell(event, 'signed in'),
    afterRefresh: (event) => tell(event, 'has fresh tokens'),
    afterLogout: (event) => {
      if (event.user !== undefined) tell(event, 'signed out')
    },
  }
}

/** The page for an error that a route threw: what it says, and its status. */
export function trouble(error: unknown): { status: number; title: string; body: Html } {
  const status = statusOf(error)
  const title = status < 500 ? 'That cannot be done' : 'Something broke'
  const sentence =
    status < 500
      ? 'The request is not one that this page takes.'
      : 'It is not your fault. Please try again in a moment.'
  const body = html`<h1>${title}</h1><p class="lead">${sentence}</p>${isHallpassError(error) && html`<p class="small muted">Error code <code>${error.code}</code></p>`}<p><a class="button" href="/">To the start</a></p>`
  return { status, title, body }
}

/** Errors of frameworks and of hallpass carry a status; any other is a fault of ours. */
function statusOf(error: unknown): number {
  const given =
    error instanceof Error ? [Reflect.get(error, 'status'), Reflect.get(error, 'statusCode')] : []
  return given.find((status) => Number.isInteger(status) && status >= 400 && status < 600) ?? 500
}
