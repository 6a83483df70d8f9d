/** What is needed of the pools of `pg` and `mysql2`, and their connections. */

/** What is needed of a `Pool` of `pg`. */
export interface PostgresPool<Client extends PostgresClient> {
  connect(): Promise<Client>
  /** Not used; types of `pg` have it, and `Client` is found only beside it. */
  connect(callback: (...args: never[]) => void): void
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What is needed of a client of `pg`. */
export interface PostgresClient {
  query(text: string): Promise<unknown>
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** What is needed of a pool of `mysql2/promise`. */
export interface MysqlPool<Client extends MysqlClient> {
  getConnection(): Promise<Client>
  end(): Promise<void>
}

/** What is needed of a connection of `mysql2/promise`. */
export interface MysqlClient {
  /** The connection itself: each time that it is handed out, something else is around it. */
  readonly connection: object
  ping(): Promise<unknown>
  release(): void
  destroy(): void
}

/** Seconds that a server may take to say that it is there. */
const ANSWER = 3

/** What is the same each time that a connection is handed out. */
export function identityOf(client: PostgresClient | MysqlClient): object {
  return 'connection' in client ? client.connection : client
}

/** Whether there is a server at its other end. */
export async function answers(client: PostgresClient | MysqlClient): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  // Where a firewall forgot the connection, nothing comes, not even an error.
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ANSWER * 1000, false)
  })
  const asked = 'ping' in client ? client.ping() : client.query('SELECT 1')
  const isThere = asked.then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([isThere, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Ends a connection, so that its pool makes a new one. */
export function drop(client: PostgresClient | MysqlClient): void {
  if ('destroy' in client) client.destroy()
  else client.release(true)
}

/**
 * Hears the errors of a connection that is in use, which \`pg\` throws out of the process where nobody
 * does: they come to whoever asks it something, too. Gives what ends it.
 */
export function hearErrors(client: PostgresClient | MysqlClient): () => void {
  if ('ping' in client) return () => {}
  const ignore = (): void => {}
  client.on('error', ignore)
  return () => void client.off('error', ignore)
}
