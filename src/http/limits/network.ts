/** From which network a request comes, as far as a limit should tell apart. */
import { isIPv6 } from 'node:net'

/**
 * The name under which requests of an address are counted: an IPv4 address itself; of IPv6 the
 * first 64 bits, since one household, or one attacker, has all of them; or the first 48, which one
 * customer of a provider may have. In one spelling.
 *
 * @param address - As `plainAddress` gives it; undefined where the peer has none (a Unix socket).
 * @example
 * networkOf('2001:db8::1:2') // '2001:db8:0:0::/64'
 */
export function networkOf(address: string | undefined, bits: 48 | 64 = 64): string {
  if (address === undefined) return 'unknown'
  if (!isIPv6(address)) return address
  const groups = groupsOf(address)
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return ipv4Of(groups)
  return `${groups.slice(0, bits / 16).join(':')}::/${bits}`
}

/** The eight groups, without zeros in front. */
function groupsOf(address: string): readonly string[] {
  // The URL parser writes every IPv6 address in its one shortest form, an IPv4 tail included.
  const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = shortest.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - before.length - after.length
  return [...before, ...new Array<string>(missing).fill('0'), ...after]
}

function ipv4Of(groups: readonly string[]): string {
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
