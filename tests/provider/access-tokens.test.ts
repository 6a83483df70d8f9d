/** Access tokens of a real provider (`oidc-provider`) at an API that takes its own tokens, too. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import * as jose from 'jose'
import Provider from 'oidc-provider'
import * as v from 'valibot'
import { makeSigningKey } from '../../src/cli/demo/data.ts'
import { requireLogin } from '../../src/express.ts'
import { oidc } from '../../src/login.ts'
import { accessTokens, createTokens, tokenRequired } from '../../src/tokens.ts'
import { freePorts } from '../support/free-ports.ts'

const CLIENT = { id: 'script', secret: 'the secret of a script, which is long enough' }
const API = 'https://notes.example'
const OTHER = 'https://mail.example'
const OPAQUE = 'https://opaque.example'

const tokens = createTokens({
  secrets: 'a secret of tests that is long enough',
  issuer: API,
  audience: 'notes',
  claims: v.object({ sub: v.string() }),
})
const servers: Server[] = []
let issuer = ''
let api = ''

before(async () => {
  const [providerPort = 0, apiPort = 0] = await freePorts(2)
  issuer = `http://127.0.0.1:${providerPort}`
  api = `http://127.0.0.1:${apiPort}`
  await listen((await provider()).callback(), providerPort)
  const outside = accessTokens(oidc({ issuer, clientId: 'notes' }), {
    audience: API,
    claims: v.object({ sub: v.string(), scope: v.optional(v.string()) }),
  })
  const guard = tokenRequired([tokens, outside])
  const reader = tokenRequired([tokens, outside], { scope: 'notes:read' })
  const app = express()
  app.get('/me', requireLogin(guard), (request, response) => {
    const { claims, issuer } = guard.token(request)
    response.json({ sub: claims.sub, issuer })
  })
  app.get('/notes', requireLogin(reader), (_request, response) => void response.json([]))
  await listen(app, apiPort)
})
after(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(app: Parameters<typeof createServer>[1], port: number): Promise<void> {
  const server = createServer(app)
  server.listen(port, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
}

async function provider(): Promise<Provider> {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: { keys: [await makeSigningKey()] },
    scopes: ['notes:read'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: 'notes:read',
          audience: resource,
          accessTokenTTL: 60,
          accessTokenFormat: resource === OPAQUE ? 'opaque' : 'jwt',
        }),
      },
    },
  })
}

/** What the provider's token endpoint gives for a resource. */
async function granted(resource: string, more: object = {}, dpop?: string): Promise<string> {
  const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`).toString('base64')
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, ...(dpop !== undefined && { dpop }) },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, ...more }),
  })
  return v.parse(v.object({ access_token: v.string() }), await answer.json()).access_token
}

async function get(path: string, token: string): Promise<readonly [number, unknown]> {
  const answer = await fetch(`${api}${path}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
  })
  return [answer.status, await answer.json()]
}

async function refusalOf(token: string): Promise<string> {
  const [status, body] = await get('/me', token)
  assert.equal(status, 401)
  return v.parse(v.object({ detail: v.string() }), body).detail
}

describe('an API that takes both', () => {
  test('lets in with a token of the provider, and with its own, and says whose it is', async () => {
    const theirs = await granted(API)
    assert.equal(jose.decodeProtectedHeader(theirs).typ, 'at+jwt')
    for (const _ of ['first', 'again']) {
      assert.deepEqual(await get('/me', theirs), [200, { sub: CLIENT.id, issuer }])
    }
    const own = await tokens.issue({ sub: 'una' })
    assert.deepEqual(await get('/me', own), [200, { sub: 'una', issuer: API }])
  })

  test('asks for the scope that the provider gave', async () => {
    assert.equal((await get('/notes', await granted(API)))[0], 403)
    assert.deepEqual(await get('/notes', await granted(API, { scope: 'notes:read' })), [200, []])
  })

  test('refuses what the provider made for others', async () => {
    assert.match(await refusalOf(await granted(OTHER)), /claim aud/)
    assert.match(await refusalOf(await granted(OPAQUE)), /not a JSON Web Token/)
  })

  test('refuses a token that is bound to a key, sent as if it were not', async () => {
    const { privateKey, publicKey } = await jose.generateKeyPair('ES256')
    const proof = await new jose.SignJWT({ htm: 'POST', htu: `${issuer}/token`, jti: 'proof-1' })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await jose.exportJWK(publicKey) })
      .setIssuedAt()
      .sign(privateKey)
    assert.match(await refusalOf(await granted(API, {}, proof)), /bound to a key/)
  })
})
