/** Who is told of every request when its answer is out. */

/** What is known of a request then. */
export interface Ended {
  readonly method: string
  /** Path and query as received. */
  readonly url: string
  /** 0: the client went away before there was one. 101: a WebSocket, which is over now. */
  readonly status: number
  /** From the head of the request to the end of the answer. */
  readonly seconds: number
  /** Of the answer's body; of a WebSocket, all that was sent. */
  readonly bytes: number
  /** Who gave the answer; undefined: hallpass itself. */
  readonly upstream?: string | undefined
  /** The code of what was refused or failed. */
  readonly reason?: string | undefined
  /** The `sub` of who was signed in. */
  readonly user?: string | undefined
  /** What another proxy asked about, and said of it. */
  readonly asked?: Asked | undefined
  /** The address of the client, as far as trusted proxies say it. */
  readonly client?: string | undefined
}

/** A request that another proxy asks about. */
export interface Asked {
  readonly method: string
  /** Path and query as received. */
  readonly url: string
}

/** Takes what is known of requests. It must not throw. */
export interface Observer {
  ended(entry: Ended): void
}

/** What is found out about a request on its way. */
export interface Trail {
  bytes: number
  /** Of an upgrade; any other answer knows its own. */
  status?: number
  upstream?: string
  reason?: string
  /** Who it was, where a route of the server's own found out. */
  user?: string
  asked?: Asked
}
