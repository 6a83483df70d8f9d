/** A test app that serves. */
import type { Server } from 'node:http'

export interface RunningApp {
  close(): Promise<void>
}

/** Closes a node server at once, whatever clients still hold open. */
export function closing(server: Server): RunningApp {
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
