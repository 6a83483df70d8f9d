/** Which proxies are believed, and whose request it then is. */
import { BlockList, isIP } from 'node:net'
import type { Exchange } from './exchange.ts'
import { forwardedValues, plainAddress } from './forwarded.ts'

/** Whether an address is that of a trusted proxy. */
export type Trust = (address: string | undefined) => boolean

/** Trust in proxies: addresses, CIDR ranges, `loopback`, each as `validateTrustedProxy` takes it. */
export function trustIn(proxies: readonly string[]): Trust {
  if (proxies.length === 0) return () => false
  const list = new BlockList()
  for (const proxy of proxies.flatMap((p) => (p === 'loopback' ? ['127.0.0.0/8', '::1'] : p))) {
    const [address = '', prefix] = proxy.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(address, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return (address) =>
    address !== undefined && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
}

/**
 * The address of the client: the peer's, or, when that is a trusted proxy, the nearest address that
 * was forwarded and is not one.
 */
export function clientAddressOf(exchange: Exchange, isTrusted: Trust): string | undefined {
  let client = plainAddress(exchange.remoteAddress)
  if (!isTrusted(client)) return client
  for (const value of forwardedValues(exchange, 'for').reverse()) {
    const address = plainAddress(value)
    // what stands left of a value that is no address cannot be believed
    if (address === undefined) break
    client = address
    if (!isTrusted(address)) break
  }
  return client
}

/** What is wrong with an entry of `trustedProxies`; undefined when it is right. */
export function validateTrustedProxy(value: string): string | undefined {
  if (value === 'loopback') return undefined
  const [address = '', prefix, more] = value.split('/')
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (bits === 0 || address.includes('%') || more !== undefined) {
    return 'must be an address, a CIDR range like 10.0.0.0/8, or "loopback"'
  }
  if (prefix === undefined) return undefined
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) {
    return `must have a prefix from 0 to ${bits} after the slash`
  }
  return undefined
}
