/** What the parent process tells a server of this benchmark. */

/** The setting of one server. */
export interface Setup {
  readonly port: number
  readonly baseUrl: string
  /** The central service: its health is all that a site asks for here. */
  readonly service: string
  /** Signs `_cookies_auth_token`: the one of the Flask site, so that all are sent the same. */
  readonly secretKey: string
  /** The file or the address of the store; empty for a site. */
  readonly store: string
}

/** The setup of this process. */
export function setup(): Setup {
  return JSON.parse(process.env.HALLPASS_BENCH ?? '')
}
