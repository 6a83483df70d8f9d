/** Session cookies that were forged, cut, swapped, planted or kept for too long. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createKeyring } from '../../src/crypto/keyring.ts'
import { PurposeSeal } from '../../src/crypto/purpose-seal.ts'
import { SHOP, type Visitor } from './visitor.ts'
import { open, PROTECTED, SECRETS, type World } from './world.ts'

const NAME = '__Host-hallpass'

/** Signed out, without an error, and the cookie cleared. */
async function assertNobody(world: World, cookie: string, cleared: readonly string[] = [NAME]) {
  const page = await world.visitor().send('/', { cookie })
  assert.equal(page.status, 200)
  assert.equal(page.body, 'public, nobody')
  for (const name of cleared) {
    const line = page.cookies.find((one) => one.startsWith(`${name}=;`))
    assert.match(line ?? '', /Max-Age=0/, `${name} is cleared`)
  }
  const guarded = await world.visitor().send('/me', { cookie })
  assert.equal(guarded.status, 302)
  assert.equal((await world.visitor().send('/me', { cookie, mode: 'cors' })).status, 401)
  const session = await world.visitor().send('/auth/session', { cookie, mode: 'cors' })
  assert.deepEqual(JSON.parse(session.body), { signedIn: false })
  assert.ok(
    world.lines.every(({ level }) => level !== 'error'),
    world.log,
  )
}

function flipped(value: string, at: number): string {
  const other = value[at] === 'A' ? 'B' : 'A'
  return value.slice(0, at) + other + value.slice(at + 1)
}

function seal(purpose: string, value: unknown): string {
  return new PurposeSeal(createKeyring(SECRETS), purpose).seal(JSON.stringify(value))
}

const FORGED: Readonly<Record<string, (good: string, visitor: Visitor) => string>> = {
  'a flipped character': (good) => flipped(good, 80),
  'a flipped last character': (good) => flipped(good, good.length - 1),
  'a truncated cookie': (good) => good.slice(0, -20),
  'a cookie with padding': (good) => `${good}==`,
  'a cookie with something added': (good) => `${good}AAAA`,
  'an unknown version': (good) => good.replace('hp1.', 'hp9.'),
  'no version': (good) => good.slice(4),
  'text that nobody sealed': () => 'hello',
  'a JSON text': () => '%7B%22user%22%3A%7B%22sub%22%3A%22admin%22%7D%7D',
  'a JWT': () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
  'broken percent-encoding': () => '%E0%A4%A',
  'a huge value': () => `hp1.${'A'.repeat(100_000)}`,
  'a session of another version, well sealed': () => seal('session', { v: 99, id: 'x', data: {} }),
  'a list, well sealed': () => seal('session', []),
  null: () => seal('session', null),
  'a user without the rest': () =>
    seal('session', { v: 1, id: 'x', createdAt: 1, seenAt: 9e9, data: {}, login: { user: {} } }),
  'a session that never ends': () =>
    seal('session', { v: 1, id: 'x', createdAt: '1e999', seenAt: 1e300, data: {} }),
  'a session sealed for another purpose': (good) =>
    seal('login-transaction', { v: 1, value: good }),
  'a chunk count without chunks': (good) => `c2.${good}`,
  'a huge chunk count': (good) => `c999999999.${good}`,
  'an absurd chunk count': (good) => `c${'9'.repeat(400)}.${good}`,
  'a chunk count of zero': (good) => `c0.${good}`,
  'a negative chunk count': (good) => `c-1.${good}`,
}

describe('a session cookie counts as signed out, and is cleared', () => {
  for (const [name, forge] of Object.entries(FORGED)) {
    test(name, async (t) => {
      const world = await open(t)
      const visitor = await world.signedIn()
      await assertNobody(world, `${NAME}=${forge(visitor.sessionCookie ?? '', visitor)}`)
    })
  }

  test('one of another secret', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const other = await open(t, { pass: { secrets: ['a secret of another service!!'] } })
    await assertNobody(other, `${NAME}=${visitor.sessionCookie}`)
  })

  test('one whose chunk is missing, swapped, or of another session', async (t) => {
    const world = await open(t)
    world.provider.user.about = 'x'.repeat(4000)
    const first = (await world.signedIn()).jar.at(`${SHOP}/`)
    const second = (await world.signedIn()).jar.at(`${SHOP}/`)
    const [a, b] = [first[NAME], first[`${NAME}.1`]]
    assert.match(a ?? '', /^c2\./)
    await assertNobody(world, `${NAME}=${a}`)
    await assertNobody(world, `${NAME}=${b}; ${NAME}.1=${a}`, [NAME, `${NAME}.1`])
    await assertNobody(world, `${NAME}=${a}; ${NAME}.1=${second[`${NAME}.1`]}`, [`${NAME}.1`])
  })

  test('an expired one: idle, and at the end of its absolute life however much it is used', async (t) => {
    const world = await open(t)
    world.provider.expiresIn = undefined
    const visitor = await world.signedIn()
    const idle = `${NAME}=${visitor.sessionCookie}`
    for (let i = 0; i < 23; i++) {
      world.now += 3500
      assert.equal((await visitor.send('/me')).status, 200, `after ${i} hours`)
    }
    await assertNobody(world, idle)
    world.now += 3500
    assert.equal((await visitor.send('/me')).status, 200)
    world.now += 3500
    await assertNobody(world, `${NAME}=${visitor.sessionCookie}`)
  })

  test('purpose confusion: a transaction cookie replayed as the session cookie', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    await visitor.send('/auth/login?appState=%7B%22v%22%3A1%7D')
    const [transaction] = Object.values(visitor.jar.at(`${SHOP}/auth/callback`))
    assert.match(transaction ?? '', /^hp1\./)
    await assertNobody(world, `${NAME}=${transaction}`)
  })

  test('purpose confusion: the cookies of a logout and of a finished login', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const { [NAME]: session, ...others } = visitor.jar.at(`${SHOP}/auth/callback`)
    await visitor.send('/auth/logout', { method: 'POST', from: SHOP })
    Object.assign(others, visitor.jar.at(`${SHOP}/auth/callback`))
    assert.ok(session && Object.keys(others).length >= 2)
    for (const value of Object.values(others)) await assertNobody(world, `${NAME}=${value}`)
  })

  test('purpose confusion: the session cookie as a transaction, a logout and a loop cookie', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const value = visitor.sessionCookie
    const names = ['hallpass_tx_AAAAAAAAAA', 'hallpass_logout', 'hallpass_loop']
    const cookie = names.map((name) => `__Secure-${name}=${value}`).join('; ')
    const state = 'A'.repeat(43)
    const answer = await world.visitor().send(`/auth/callback?code=x&state=${state}`, { cookie })
    assert.equal(answer.status, 400)
    const back = await world.visitor().send(`/auth/logged-out?state=${state}`, { cookie })
    assert.equal(back.location, `${SHOP}/`)
    assert.equal((await world.visitor().send('/auth/login', { cookie })).status, 302)
  })
})

describe('a crafted Cookie header crashes nothing', () => {
  const headers: Readonly<Record<string, string>> = {
    'names like properties of objects': '__proto__=x; constructor=y; toString=z; hasOwnProperty=1',
    'no names': '=; =x; ;;; ; =',
    'no values': `${NAME}; ${NAME}.1; ${NAME}=`,
    'signs only': '%%%; \\"; "=""; ,',
    'ten thousand cookies': Array.from({ length: 10_000 }, (_, i) => `a${i}=b`).join('; '),
    'a thousand chunks': Array.from({ length: 1000 }, (_, i) => `${NAME}.${i}=c`).join('; '),
    'a thousand transactions': Array.from(
      { length: 1000 },
      (_, i) => `__Secure-hallpass_tx_${i}=hp1.AAAA`,
    ).join('; '),
    'chunks with absurd numbers': `${NAME}=c2.x; ${NAME}.99999999999999999999=y; ${NAME}.-1=z`,
  }
  for (const [name, cookie] of Object.entries(headers)) {
    test(name, async (t) => {
      const world = await open(t)
      const started = performance.now()
      for (const path of [
        '/',
        '/me',
        '/auth/session',
        '/auth/login',
        '/auth/callback?code=x&state=y',
      ]) {
        const { status, cookies } = await world.visitor().send(path, { cookie })
        assert.ok(status < 500, `${path}: ${status}`)
        assert.ok(cookies.join().length < 8192, `${path}: ${cookies.length} cookies`)
      }
      await world.visitor().send('/auth/logout', { cookie, method: 'POST', from: SHOP })
      assert.ok(performance.now() - started < 2000)
    })
  }

  test('of two cookies with one name, the first counts', async (t) => {
    const world = await open(t)
    const good = `${NAME}=${(await world.signedIn()).sessionCookie}`
    assert.equal(
      (await world.visitor().send('/', { cookie: `${good}; ${NAME}=x` })).body,
      'public, alice',
    )
    assert.equal(
      (await world.visitor().send('/', { cookie: `${NAME}=x; ${good}` })).body,
      'public, nobody',
    )
  })

  test('a cookie without the prefix is not read: a sister site could have planted it', async (t) => {
    const world = await open(t)
    const value = (await world.signedIn()).sessionCookie
    for (const name of ['hallpass', '__Secure-hallpass', '__host-hallpass']) {
      const page = await world.visitor().send('/', { cookie: `${name}=${value}` })
      assert.equal(page.body, 'public, nobody')
    }
  })

  test('an Authorization header that cannot be read', async (t) => {
    const world = await open(t)
    for (const authorization of ['Bearer %', 'Bearer', 'Basic ====', '\\', 'Bearer a b c']) {
      const answer = await world.visitor().send('/me', { mode: 'cors', headers: { authorization } })
      assert.equal(answer.status, 401)
    }
  })
})

describe('the cookies that are set', () => {
  test('are __Host-, HttpOnly, Secure, SameSite=Lax, below 4096 bytes, and never cached', async (t) => {
    const world = await open(t)
    world.provider.user.about = 'x'.repeat(5000)
    const visitor = await world.signedIn()
    await visitor.send('/put?value=1')
    await visitor.send('/auth/logout', { method: 'POST', from: SHOP })
    const lines = visitor.seen.flatMap(({ cookies }) => cookies)
    assert.ok(lines.length > 8)
    for (const line of lines) {
      assert.match(line, /^__(Host|Secure)-hallpass/)
      assert.match(line, /; HttpOnly; Secure; SameSite=Lax$/)
      assert.doesNotMatch(line, /Domain/i)
      assert.ok(line.length <= 4096)
      if (!line.startsWith('__Host-')) assert.match(line, /; Path=\/auth;/)
    }
  })

  test('no token, claim or session data can be read in them', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    await visitor.send(`/put?value=${PROTECTED.replaceAll(' ', '')}`)
    const [, sealed = ''] = (visitor.sessionCookie ?? '').split('.')
    const bytes = Buffer.from(sealed, 'base64url').toString('latin1')
    for (const word of ['alice', 'staff', 'protected', 'provider', 'tokens']) {
      assert.ok(!bytes.includes(word), word)
    }
  })
})
