/** `GET /_cookies/init` of a known visitor whose choice is fresh: what most pages ask. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { freePorts } from '../../tests/support/free-ports.ts'
import { built } from '../modules.ts'
import type { Sent } from './load.ts'
import { type Running, startFlask, startNode } from './process.ts'
import { BODY } from './servers/answer.ts'
import type { Setup } from './setup.ts'
import { type Contestant, inTurns, type Measured } from './turns.ts'

/** What is started, by name; of each pair the first is what the second is compared with. */
const PAIRS = [
  ['node:http, bare', 'node:http, hallpass'],
  ['Express, bare', 'Express, hallpass'],
] as const
const SERVERS: Readonly<Record<string, (setup: Setup) => Promise<Running>>> = {
  'node:http, bare': (setup) => startNode('node-bare', setup),
  'node:http, hallpass': (setup) => startNode('node-hallpass', setup),
  'Express, bare': (setup) => startNode('express-bare', setup),
  'Express, hallpass': (setup) => startNode('express-hallpass', setup),
  'Flask, gunicorn sync': (setup) => startFlask([], setup),
  'Flask, gunicorn gthread, 8 threads': (setup) =>
    startFlask(['-k', 'gthread', '--threads', '8'], setup),
}
const FLASK = Object.keys(SERVERS).filter((name) => name.startsWith('Flask'))

/** The results, with what each is compared with. */
export interface InitResults {
  readonly measured: readonly Measured[]
  readonly pairs: typeof PAIRS
  readonly flask: readonly string[]
}

/** Starts the sites, checks that they say the same, and measures them. */
export async function measureInit(options: {
  readonly warmUp: number
  readonly turns: number
}): Promise<InitResults> {
  const service = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"status":"ok","state":true,"policy":1}')
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
  const address = service.address()
  const servicePort = typeof address === 'object' && address !== null ? address.port : 0
  const running: Running[] = []
  try {
    const secretKey = randomBytes(32).toString('hex')
    const sent: Sent = { path: '/_cookies/init', headers: { Cookie: await cookies(secretKey) } }
    const names = Object.entries(SERVERS)
    const ports = await freePorts(names.length)
    const contestants: Contestant[] = []
    for (const [i, [name, start]] of names.entries()) {
      const port = ports[i] ?? 0
      const server = await start({
        port,
        baseUrl: `http://127.0.0.1:${port}`,
        service: `http://127.0.0.1:${servicePort}`,
        secretKey,
        store: '',
      })
      running.push(server)
      contestants.push({ name, server, sent })
    }
    for (const contestant of contestants) await check(contestant)
    return { measured: await inTurns(contestants, options), pairs: PAIRS, flask: FLASK }
  } finally {
    for (const server of running) server.stop()
    service.close()
  }
}

/** What the browser of a visitor sends who was here before. */
async function cookies(secretKey: string): Promise<string> {
  const { URLSafeTimedSerializer } = await built<typeof import('../../src/signing.ts')>('signing')
  const { isoTimestamp } =
    await built<typeof import('../../src/consent/wire/timestamp.ts')>('consent/wire/timestamp')
  const { AUTH_COOKIE, AUTH_SALT, ACCEPTED_COOKIE, FRESHNESS_COOKIE, CATEGORIES_COOKIE } =
    await built<typeof import('../../src/consent/wire/cookies.ts')>('consent/wire/cookies')
  const token = new URLSafeTimedSerializer(secretKey, { salt: AUTH_SALT }).dumps(randomUUID())
  return Object.entries({
    [AUTH_COOKIE]: token,
    [ACCEPTED_COOKIE]: 'all',
    [FRESHNESS_COOKIE]: isoTimestamp(Date.now()),
    [CATEGORIES_COOKIE]: 'performance.functionality',
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}

/** Each knows the visitor; and a stranger is sent to the service by all but the bare ones. */
async function check({ name, server, sent }: Contestant): Promise<void> {
  const told = async (headers: Readonly<Record<string, string>>) =>
    (await fetch(`${server.baseUrl}${sent.path}`, { headers })).text()
  const known = await told(sent.headers)
  if (name.startsWith('Flask')) assert.equal(JSON.parse(known).action, 'none', name)
  else assert.equal(known, BODY, name)
  if (name.endsWith('bare')) return
  assert.equal(JSON.parse(await told({})).action, 'redirect', name)
  const forged = (sent.headers.Cookie ?? '').replace(/(_cookies_auth_token=.{60})./, '$1!')
  assert.equal(JSON.parse(await told({ Cookie: forged })).action, 'redirect', name)
}
