/** One session cookie between a TypeScript service and a live Flask app on the same host. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { createHallpass } from '../../src/index.ts'
import { mount, requireLogin } from '../../src/node.ts'
import { type FlaskSessionData, FlaskTuple, FlaskUuid, flaskSession } from '../../src/sealing.ts'
import { flaskValueOf, markedOf } from '../flask-values.ts'
import { Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'
import { type FlaskApp, startFlask } from './flask-app.ts'

const SECRET_KEY = 'the secret key that both apps have'

let flask: FlaskApp
let server: Server
let flaskUrl = ''
let ourUrl = ''

before(async () => {
  const [one = 0, two = 0] = await freePorts(2)
  flaskUrl = `http://app.localhost:${one}`
  ourUrl = `http://app.localhost:${two}`
  flask = await startFlask(one, { SECRET_KEY, SESSION_COOKIE_SAMESITE: 'Lax' })
  const pass = createHallpass({
    baseUrl: ourUrl,
    secrets: ['the secret of the TypeScript service'],
    session: flaskSession({
      secretKey: SECRET_KEY,
      user: ({ _user_id: id }) => (typeof id === 'string' ? { sub: id } : undefined),
      groups: ({ groups }) => (Array.isArray(groups) ? groups.map(String) : []),
    }),
    logger: { info() {}, warn() {}, error: console.error },
  })
  const mine = requireLogin({ group: 'staff' })((_request, response, hallpass) =>
    response.end(JSON.stringify(hallpass?.user)),
  )
  const listener = mount(pass, async (request, response, hallpass) => {
    const session = hallpass.session as FlaskSessionData
    if (request.url === '/staff') return mine(request, response, hallpass)
    if (request.url === '/clear') for (const name of Object.keys(session)) delete session[name]
    else if (request.method === 'POST') {
      Object.assign(session, flaskValueOf(JSON.parse(await text(request))))
    }
    response.end(JSON.stringify({ session: markedOf(session), user: hallpass.user ?? null }))
  })
  server = createServer(listener).listen(two, '127.0.0.1')
})
after(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await flask.close()
})

const json = { headers: { 'content-type': 'application/json' }, mode: 'cors' } as const
const tellFlask = (browser: Browser, values: object, path = '/flask/session') =>
  browser.send(`${flaskUrl}${path}`, { ...json, method: 'POST', body: JSON.stringify(values) })
const askFlask = async (browser: Browser) =>
  (await browser.send(`${flaskUrl}/flask/session`)).json()
const tellUs = (browser: Browser, values: object, path = '/') =>
  browser.send(`${ourUrl}${path}`, {
    ...json,
    method: 'POST',
    body: JSON.stringify(values),
    from: ourUrl,
  })
const askUs = async (browser: Browser) => (await browser.send(ourUrl)).json()

const typed = {
  list: [1, 'two', null],
  pair: { $tuple: [1, { $datetime: '2026-03-04T05:06:07Z' }] },
  id: { $uuid: '257f4368-ba17-4d93-977c-e473158a425c' },
  raw: { $bytes: '00ff' },
  html: { $markup: '<b>bold</b>' },
}

test('what Flask writes, we read, with its types; and the other way round', async () => {
  const browser = new Browser()
  await tellFlask(browser, typed)
  assert.deepEqual((await askUs(browser)).session, typed)
  await tellUs(browser, { mine: { $tuple: [{ $bytes: '07' }] } })
  assert.deepEqual(await askFlask(browser), { ...typed, mine: { $tuple: [{ $bytes: '07' }] } })
  await tellFlask(browser, { list: [2] })
  const { session } = await askUs(browser)
  assert.deepEqual(session, { ...typed, list: [2], mine: { $tuple: [{ $bytes: '07' }] } })
})

test('a session that one side empties is empty on the other', async () => {
  const browser = new Browser()
  await tellFlask(browser, { a: 1 })
  await tellUs(browser, {}, '/clear')
  assert.deepEqual(await askFlask(browser), {})
  await tellUs(browser, { b: 1 })
  await tellFlask(browser, {}, '/flask/clear')
  assert.deepEqual((await askUs(browser)).session, {})
})

test('a login of Flask is one here, and a logout here is one there', async () => {
  const browser = new Browser()
  assert.equal((await browser.send(`${ourUrl}/staff`)).status, 401)
  await tellFlask(browser, { _user_id: 'una' })
  assert.deepEqual((await askUs(browser)).user, { sub: 'una' })
  assert.equal((await browser.send(`${ourUrl}/staff`)).status, 403)
  await tellFlask(browser, { groups: ['staff'] })
  assert.equal((await browser.send(`${ourUrl}/staff`)).status, 200)
  await browser.send(`${ourUrl}/auth/logout`, { method: 'POST', form: {}, from: ourUrl })
  assert.deepEqual(await askFlask(browser), {})
  assert.equal((await browser.send(`${ourUrl}/staff`)).status, 401)
})

test('a permanent session of Flask keeps its life when we write it', async () => {
  const browser = new Browser()
  await tellFlask(browser, { a: 1 })
  assert.doesNotMatch((await tellUs(browser, { b: 1 })).cookies.join(), /max-age|expires/i)
  await tellFlask(browser, {}, '/flask/permanent')
  assert.match((await tellUs(browser, { b: 2 })).cookies.join(), /Max-Age=2678400/)
  assert.deepEqual(await askFlask(browser), { a: 1, b: 2, _permanent: true })
})

describe('what is refused', () => {
  test('a cookie that was changed is nobody, on both sides', async () => {
    const browser = new Browser()
    const line = (await tellUs(browser, { a: 1 })).cookies[0] ?? ''
    // Not the last character: Python ignores the two lowest bits of it, so A and B are one there.
    const cookie = line.split(';')[0]?.replace(/.(?=..$)/, (one) => (one === 'A' ? 'B' : 'A')) ?? ''
    const stranger = new Browser()
    const headers = { cookie }
    assert.deepEqual((await stranger.send(`${flaskUrl}/flask/session`, { headers })).json(), {})
    assert.deepEqual((await stranger.send(ourUrl, { headers })).json().session, {})
  })

  test('two that write at once: the last one counts, and neither breaks', async () => {
    const browser = new Browser()
    await Promise.all([tellFlask(browser, { a: 1 }), tellUs(browser, { b: 2 })])
    const [theirs, ours] = [await askFlask(browser), (await askUs(browser)).session]
    assert.deepEqual(theirs, ours)
    assert.equal(Object.keys(theirs).length, 1)
  })
})

test('the types are those that the docs name', () => {
  assert.deepEqual(flaskValueOf(typed.pair), new FlaskTuple([1, new Date('2026-03-04T05:06:07Z')]))
  assert.deepEqual(flaskValueOf(typed.id), new FlaskUuid('257f4368-ba17-4d93-977c-e473158a425c'))
})
