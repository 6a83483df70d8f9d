/** What one check costs in microseconds, without a server: each way in turn with the others. */
import { checkRequest } from '../../src/http/request-guard.ts'
import { awaited, type Contestant, called } from '../signing/contestant.ts'
import { measure } from '../signing/measure.ts'
import { headersFor, keys } from './material.ts'
import type { Algorithm, Check } from './targets.ts'

const PEERS: readonly Check[] = [
  'fast-jwt-cache-plain',
  'fast-jwt-cache',
  'fast-jwt',
  'jsonwebtoken',
  'jose',
]

/** A Markdown table of HS256, the token seen before by those who remember. */
export async function callsTable(): Promise<string> {
  const algorithm: Algorithm = 'HS256'
  // What the servers of the benchmark are told, this process is told.
  process.env.HALLPASS_BENCH = JSON.stringify({ ...keys, algorithm, check: 'none' })
  const { guard } = await import('./servers/hallpass.ts')
  const { tokenOf, verifyBy } = await import('./servers/peers.ts')
  const target = { framework: 'Express', algorithm, check: 'none', name: '' } as const
  const [one = ''] = await headersFor(target)
  const many = await headersFor({ ...target, many: true })
  const asked = (authorization: string) => {
    const exchange = { method: 'GET', url: '/me', header: () => authorization, request: {} }
    const refusal = guard[checkRequest](exchange)
    if (refusal !== undefined) throw new Error('a good token was refused, or waited for')
  }
  let at = 0
  const inTurn = (): string => {
    at = (at + 1) % many.length
    return many[at] ?? ''
  }
  const own = { task: 'verify', role: 'ours' } as const
  const all: Contestant[] = [
    { ...own, name: '**hallpass**, the guard with its request', run: called(() => asked(one)) },
    { ...own, name: '**hallpass**, never seen', run: called(() => asked(inTurn())) },
  ]
  for (const check of PEERS) {
    const verify = await verifyBy(check)
    const isAsync = verify(tokenOf(one)) instanceof Promise
    const run = (header: () => string) =>
      isAsync
        ? awaited(async () => await verify(tokenOf(header())))
        : called(() => verify(tokenOf(header())))
    all.push({ ...own, role: 'peer', name: check, run: run(() => one) })
    if (check === 'fast-jwt-cache') {
      all.push({ ...own, role: 'peer', name: `${check}, never seen`, run: run(inTurn) })
    }
  }
  const costs = await measure(all, {
    rounds: 15,
    ms: 60,
    say: (text) => process.stderr.write(text),
  })
  const lines = all.map(({ name }, i) => `| ${name} | ${(costs[i] ?? 0).toFixed(1)} |`)
  return ['| one check | µs |', '| --- | ---: |', ...lines].join('\n')
}
