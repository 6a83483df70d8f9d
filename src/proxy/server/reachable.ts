/** Whether the apps answer: as their health checks found, else whether a connection can be had now. */
import { connect } from 'node:net'
import type { UpstreamHealth } from '../reverse/reverse-proxy.ts'

/** An app by its address, and whether it answers. */
export type Found = readonly [name: string, up: boolean]

/** Seconds that a connection may take. */
const PATIENCE_SECONDS = 2
/** Milliseconds that an answer is good for: whoever asks often does not make connections often. */
const KEPT_MS = 1000

/**
 * Gives what looks. Each address is in the answer once: it is up if one of its apps is.
 *
 * @param nowMs - Milliseconds of a clock that never goes back.
 */
export function reachability(
  health: () => readonly UpstreamHealth[],
  nowMs: () => number = () => performance.now(),
): () => Promise<readonly Found[]> {
  let kept: { readonly found: Promise<readonly Found[]>; readonly until: number } | undefined
  const look = async () => {
    const all = await Promise.all(
      health().map(
        async ({ name, up, checked }) => [name, checked ? up : await listens(name)] as const,
      ),
    )
    const byName = new Map<string, boolean>()
    for (const [name, up] of all) byName.set(name, up || byName.get(name) === true)
    return [...byName]
  }
  return () => {
    if (kept === undefined || kept.until <= nowMs()) {
      kept = { found: look(), until: nowMs() + KEPT_MS }
    }
    return kept.found
  }
}

/** Whether something takes connections at an http or https address. */
function listens(address: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(address)
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/^.*\.localhost$/, 'localhost')
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  return new Promise((resolve) => {
    const socket = connect({ host, port: number, timeout: PATIENCE_SECONDS * 1000 })
    const found = (up: boolean) => () => {
      socket.destroy()
      resolve(up)
    }
    socket.once('connect', found(true)).once('error', found(false)).once('timeout', found(false))
  })
}
