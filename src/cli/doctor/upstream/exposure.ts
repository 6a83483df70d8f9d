/** Whether an upstream can be reached past the guard, as far as that shows from here. */
import { lookup } from 'node:dns/promises'
import { BlockList, connect, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { isLoopbackHost } from '../../../http/loopback.ts'
import { type Finding, ok, warning } from '../finding.ts'

const NAME = 'upstream.exposed'
/** Milliseconds: these are addresses of this machine. */
const PATIENCE = 1000
const LOOKUP_PATIENCE = 5000

const PRIVATE = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4')
}
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

/** Looks at the address, and knocks at the other addresses of this machine. */
export async function exposure(
  url: URL,
  addresses: readonly string[] = ownAddresses(),
): Promise<Finding> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if (isLoopbackHost(host)) {
    const open = await Promise.all(addresses.map((address) => listens(address, port)))
    const found = addresses.find((_, index) => open[index])
    if (found === undefined) return ok(NAME, `${url.host} is on this machine alone`)
    return warning(
      NAME,
      `port ${port} of ${url.host} answers at ${found}, too: who reaches that goes past hallpass`,
      'Bind the upstream to 127.0.0.1, or close the port in the firewall.',
    )
  }
  const isPrivate = (await addressesOf(host)).every((address) => {
    return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  })
  if (isPrivate) {
    return ok(NAME, `${url.host} is on a private network: let it take requests of hallpass alone`)
  }
  const found = `${url.host} is a public address: who knows it goes past hallpass`
  return warning(
    NAME,
    found,
    'Let its firewall take requests of hallpass alone, or move it to a private network.',
  )
}

/** A name that is not known is said by the check whether it is reached. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host]
  try {
    const late = sleep(LOOKUP_PATIENCE, [], { ref: false })
    const known = await Promise.race([lookup(host, { all: true }), late])
    return known.map(({ address }) => address)
  } catch {
    return []
  }
}

/** Those at which others may reach this machine. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address)
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE })
    const end = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
    socket.on('timeout', () => end(false))
  })
}
