/** Random sessions between FlaskSession and a live Flask app, both ways. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseSetCookie } from 'cookie'
import fc from 'fast-check'
import { FlaskSession, type FlaskSessionData } from '../../src/sealing.ts'
import { flaskSessions, flaskValueOf, markedOf } from '../flask-values.ts'
import { freePorts } from '../support/free-ports.ts'
import { type FlaskApp, startFlask } from './flask-app.ts'

const RUNS = 500
const SECRET_KEY = 'clé-secrète-🔑 of the Flask app'

let app: FlaskApp
let address = ''
before(async () => {
  const [port = 0] = await freePorts(1)
  app = await startFlask(port, { SECRET_KEY })
  address = `http://127.0.0.1:${port}/flask/session`
})
after(() => app.close())

const flask = new FlaskSession(SECRET_KEY)

/** As many that hold something: for one that is empty Flask writes no cookie. */
const sessions = flaskSessions.filter((session) => Object.keys(session).length > 0)

test(`${RUNS} sessions that hallpass writes, Flask reads with their types`, async () => {
  let exchanged = 0
  for (const session of fc.sample(sessions, RUNS)) {
    const cookie = `session=${flask.dumps(session)}`
    const answer = await fetch(address, { headers: { cookie } })
    assert.deepEqual(await answer.json(), markedOf(session))
    exchanged += 1
  }
  assert.equal(exchanged, RUNS)
})

test(`${RUNS} sessions that Flask writes, hallpass reads with their types`, async () => {
  let exchanged = 0
  for (const session of fc.sample(sessions, RUNS)) {
    const body = JSON.stringify(markedOf(session))
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(address, { method: 'POST', headers, body })
    const [line = ''] = answer.headers.getSetCookie()
    const { value = '' } = parseSetCookie(line)
    const sent = flaskValueOf(JSON.parse(body)) as FlaskSessionData
    assert.deepEqual(flask.loads(value, { maxAge: 60 }), sent)
    exchanged += 1
  }
  assert.equal(exchanged, RUNS)
})
