/**
 * `npm run bench:session`: what one call of the hot path costs, in microseconds, without a
 * server. Prints a Markdown table.
 */
import { randomBytes } from 'node:crypto'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { built } from '../modules.ts'
import { quantile } from '../quantile.ts'

const { createHallpass } = await built<typeof import('../../src/index.ts')>('index')
const { oidc } = await built<typeof import('../../src/login.ts')>('login')
const { createKeyring } =
  await built<typeof import('../../src/crypto/keyring.ts')>('crypto/keyring')
const { PurposeSeal } =
  await built<typeof import('../../src/crypto/purpose-seal.ts')>('crypto/purpose-seal')
const { SealedCookie } =
  await built<typeof import('../../src/session/sealed-cookie.ts')>('session/sealed-cookie')
const { Revocations } =
  await built<typeof import('../../src/session/revocations.ts')>('session/revocations')
const { serializeSession } =
  await built<typeof import('../../src/session/state.ts')>('session/state')

const secret = randomBytes(32).toString('hex')
const keyring = createKeyring([secret])
const now = () => Math.floor(Date.now() / 1000)
const pass = createHallpass({
  baseUrl: 'http://localhost:3000',
  secrets: [secret],
  login: oidc({ issuer: 'http://localhost:3001', clientId: 'bench', clientSecret: secret }),
})

/** A session as a login makes it, with so many characters of the app's own data. */
function sessionOf(characters: number) {
  const seconds = now()
  return {
    id: randomBytes(16).toString('base64url'),
    createdAt: seconds,
    seenAt: seconds,
    login: {
      provider: 'oidc',
      issuer: 'http://localhost:3001',
      clientId: 'bench',
      user: { sub: 'user-1', name: 'Una Ser', email: 'una@harbour.example' },
      groups: ['editor'],
      authTime: seconds,
      tokens: {
        accessToken: randomBytes(32).toString('base64url'),
        idToken: randomBytes(600).toString('base64url'),
      },
    },
    data: { draft: randomBytes(characters / 2).toString('hex') },
  }
}

const sealed = new SealedCookie({
  keyring,
  name: 'hallpass',
  secure: false,
  lifetime: { idle: 3600, absolute: 86_400 },
  revocations: new Revocations(86_400, now),
  accepts: () => true,
  now,
})
const nobody = exchangeOf()

/** The `Cookie` header of a new session. */
function cookieOf(characters: number): string {
  const lines = sealed.write(nobody, sessionOf(characters)) ?? []
  return lines.map(([, line]) => line.split(';', 1)[0]).join('; ')
}

/** More cookies than the memory of opened ones holds, in turn. */
function turns(characters: number): () => string {
  const count = characters > 1000 ? 4000 : 12_000
  const cookies = Array.from({ length: count }, () => cookieOf(characters))
  let at = 0
  return () => {
    at = (at + 1) % count
    return cookies[at] ?? ''
  }
}

/** The whole of what a protected route costs, without the framework. */
function guard(cookie: string): void {
  const decision = pass.handle(exchangeOf({ url: '/me', headers: { cookie } }))
  if (decision instanceof Promise || decision.kind !== 'pass') throw new Error('not passed')
  if (decision.visitor.check() !== undefined) throw new Error('refused')
  decision.commit()
}

/** The median over some batches, in microseconds a call. */
function cost(call: () => unknown): string {
  const batches: number[] = []
  for (let batch = 0; batch < 25; batch++) {
    const start = performance.now()
    let calls = 0
    while (performance.now() - start < 40) {
      for (let i = 0; i < 50; i++) call()
      calls += 50
    }
    batches.push(((performance.now() - start) * 1000) / calls)
  }
  // The first ones run before the compiler is done.
  return quantile(batches.slice(5), 0.5).toFixed(1)
}

const sealer = new PurposeSeal(keyring, 'session')
const sizes = [0, 4096].map((characters) => {
  const state = sessionOf(characters)
  const text = serializeSession(state)
  const token = sealer.seal(text)
  const cookie = cookieOf(characters)
  const others = turns(characters)
  return {
    bytes: cookie.length,
    costs: [
      cost(() => guard(cookie)),
      cost(() => guard(others())),
      cost(() => sealed.read(exchangeOf({ headers: { cookie } }))),
      cost(() => sealed.write(nobody, state)),
      cost(() => sealer.seal(text)),
      cost(() => sealer.open(token)),
    ],
  }
})

const names = [
  'the whole check, cookie seen before',
  'the whole check, cookie never seen',
  'read the session, cookie seen before',
  'write the session',
  'seal',
  'open',
]
const heads = sizes.map(({ bytes }) => `Cookie of ${bytes.toLocaleString('en')} bytes, µs`)
console.log(`| one call | ${heads.join(' | ')} |\n| --- |${' ---: |'.repeat(sizes.length)}`)
for (const [i, name] of names.entries()) {
  console.log(`| ${name} | ${sizes.map(({ costs }) => costs[i]).join(' | ')} |`)
}
