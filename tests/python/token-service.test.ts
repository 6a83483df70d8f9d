/** A service on hallpass and one on Flask that take each other's tokens, over HTTP. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import * as v from 'valibot'
import { requireLogin } from '../../src/express.ts'
import { createTokens, tokenRequired } from '../../src/tokens.ts'
import { freePorts } from '../support/free-ports.ts'
import { tokenJwk } from '../support/token-keys.ts'
import { type FlaskApp, startFlask } from './flask-app.ts'

const secrets = 'clé-secrète-🔑 of both services'
const [ISSUER, AUDIENCE] = ['https://notes.example', 'notes']
const parties = { issuer: ISSUER, audience: AUDIENCE }
const claims = v.object({
  refreshTokenId: v.string(),
  userId: v.string(),
  scopes: v.array(v.string()),
})
const names = { refreshTokenId: 'rfid', userId: 'sub' }
const tokens = createTokens({ ...parties, claims, names, secrets })
const keyed = createTokens({ ...parties, claims, names, keys: [tokenJwk('ES256', 'first')] })
const una = { refreshTokenId: 'rf-1', userId: 'una', scopes: ['notes:read'] }

function ours(): Server {
  const reader = tokenRequired(tokens, { scope: 'notes:read' })
  const app = express()
  app.get('/jwks.json', (_request, response) => void response.json(keyed.jwks))
  app.get('/notes', requireLogin(reader), (request, response) => {
    const { userId, refreshTokenId } = reader.token(request).claims
    response.json({ owner: userId, session: refreshTokenId })
  })
  return createServer(app)
}

const server = ours()
let flask: FlaskApp
let theirs = ''
let own = ''
before(async () => {
  const [port = 0, flaskPort = 0] = await freePorts(2)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  own = `http://127.0.0.1:${port}`
  theirs = `http://127.0.0.1:${flaskPort}`
  const config = { TOKEN_SECRET: secrets, ISSUER, AUDIENCE, JWKS_URL: `${own}/jwks.json` }
  flask = await startFlask(flaskPort, config, 'token_service.py')
})
after(async () => {
  await flask.close()
  server.closeAllConnections()
  server.close()
})

async function get(url: string, token?: string): Promise<readonly [number, unknown]> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(url, { headers: { accept: 'application/json', ...headers } })
  return [answer.status, await answer.json()]
}

/** A token that Flask makes. */
async function fromFlask(given: object): Promise<string> {
  const answer = await fetch(`${theirs}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  })
  return v.parse(v.object({ token: v.string() }), await answer.json()).token
}

describe('Flask', () => {
  test('takes a token of hallpass', async () => {
    const told = { owner: 'una', session: 'rf-1', scopes: ['notes:read'] }
    assert.deepEqual(await get(`${theirs}/notes`, await tokens.issue(una)), [200, told])
  })

  test('takes a token under a key that hallpass publishes', async () => {
    const told = await get(`${theirs}/published`, await keyed.issue(una))
    assert.deepEqual(told, [200, { owner: 'una' }])
    const other = createTokens({ ...parties, claims, names, keys: [tokenJwk('ES256', 'first')] })
    assert.deepEqual(await get(`${theirs}/published`, await other.issue(una)), [
      401,
      { error: 'InvalidSignatureError' },
    ])
  })

  test('refuses what hallpass made for others, or long ago', async () => {
    const made = (more: object) => createTokens({ ...parties, claims, names, secrets, ...more })
    const now = Math.floor(Date.now() / 1000)
    const cases: readonly [object, string][] = [
      [{ audience: 'mail' }, 'InvalidAudienceError'],
      [{ issuer: 'https://other.example' }, 'InvalidIssuerError'],
      [{ secrets: 'the secret of somebody else' }, 'InvalidSignatureError'],
      [{ now: now - 3600 }, 'ExpiredSignatureError'],
    ]
    for (const [more, error] of cases) {
      assert.deepEqual(await get(`${theirs}/notes`, await made(more).issue(una)), [401, { error }])
    }
  })
})

describe('hallpass', () => {
  const given = { rfid: 'rf-2', sub: 'bo', scopes: ['notes:read'] }
  const code = async (token?: string) => {
    const [status, body] = await get(`${own}/notes`, token)
    return [status, v.parse(v.object({ code: v.string() }), body).code]
  }

  test('takes a token of Flask, again and again', async () => {
    const token = await fromFlask(given)
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(await get(`${own}/notes`, token), [200, { owner: 'bo', session: 'rf-2' }])
    }
  })

  test('refuses what Flask made for others, or long ago, and says which scope is missing', async () => {
    const now = Math.floor(Date.now() / 1000)
    assert.deepEqual(await code(), [401, 'token_required'])
    const cases: readonly [object, number, string][] = [
      [{ aud: 'mail' }, 401, 'token_invalid'],
      [{ iss: 'https://other.example' }, 401, 'token_invalid'],
      [{ exp: now - 1 }, 401, 'token_expired'],
      [{ nbf: now + 600 }, 401, 'token_invalid'],
      [{ nonce: 'of an ID token' }, 401, 'token_invalid'],
      [{ sub: 7 }, 401, 'token_invalid'],
      [{ scopes: [] }, 403, 'insufficient_scope'],
    ]
    for (const [more, status, word] of cases) {
      assert.deepEqual(await code(await fromFlask({ ...given, ...more })), [status, word])
    }
  })
})
