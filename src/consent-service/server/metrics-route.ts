/**
 * `GET /metrics`, for a Prometheus on this machine or in the private network. It is no page for
 * the public: to everybody else there is no such path.
 */
import { BlockList, isIPv6 } from 'node:net'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { plainAddress } from '../../http/forwarded.ts'
import { isLoopbackHost } from '../../http/loopback.ts'
import type { Core, Route } from '../core.ts'
import { PROMETHEUS_TYPE } from './prometheus.ts'

export const metricsRoute: Route = {
  name: 'metrics',
  methods: ['GET', 'HEAD'],
  forPrograms: false,
  answer: metrics,
}

async function metrics(core: Core): Promise<Reply> {
  const stored = await core.counts.get('').catch(() => undefined)
  return {
    status: 200,
    headers: [
      ['content-type', PROMETHEUS_TYPE],
      ['cache-control', 'no-store'],
    ],
    body: core.metrics.text(stored),
  }
}

const PRIVATE = new BlockList()
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4')
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4')
PRIVATE.addSubnet('169.254.0.0', 16, 'ipv4')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')
PRIVATE.addAddress('::1', 'ipv6')

/** What a proxy adds: behind one, the peer says nothing about who asks. */
const OF_PROXIES = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** Whether a private peer asks by itself, and not a proxy for somebody. */
export function mayReadMetrics(exchange: Exchange, baseUrl: string): boolean {
  if (OF_PROXIES.some((name) => exchange.header(name) !== undefined)) return false
  const { host, hostname } = new URL(baseUrl)
  // Some proxies add nothing but keep the name that was asked for.
  if (!isLoopbackHost(hostname) && exchange.header('host') === host) return false
  const peer = plainAddress(exchange.remoteAddress)
  return peer !== undefined && PRIVATE.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')
}
