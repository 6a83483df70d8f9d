/** A login with real passwords, on a real server whose JSON parser stands before the endpoints. */
import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import { mount } from '../../src/express.ts'
import { passwordHash, passwordNeedsRehash, passwordVerify } from '../../src/tokens-password.ts'
import { type Answer, Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'
import { tokenService } from '../support/token-service.ts'

/** Of the reference implementation of argon2, with other parameters than ours; for `password`. */
const OLD = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'

describe('passwords', () => {
  const hashes = new Map([['ola', OLD]])
  const { endpoints } = tokenService({
    async authenticate({ username, password }) {
      const hash = hashes.get(username)
      const isRight = await passwordVerify(hash, password)
      if (hash === undefined || !isRight) return undefined
      if (passwordNeedsRehash(hash)) hashes.set(username, await passwordHash(password))
      return { sub: username }
    },
  })
  let server: Server
  let address: string
  before(async () => {
    hashes.set('una', await passwordHash('correct horse'))
    const [port = 0] = await freePorts(1)
    address = `http://app.localhost:${port}`
    const app = express().set('env', 'test').use(express.json()).use(mount(endpoints))
    await new Promise<void>((resolve) => {
      server = app.listen(port, '127.0.0.1', () => resolve())
    })
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const login = (username: string, password: string): Promise<Answer> =>
    new Browser().send(`${address}/login`, {
      method: 'POST',
      mode: 'cors',
      from: address,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })

  test('the right one lets in; a wrong one and an account that is not there look the same', async () => {
    assert.equal((await login('una', 'correct horse')).status, 200)
    const wrong = await login('una', 'correct horse ')
    const unknown = await login('nobody', 'correct horse')
    assert.deepEqual([wrong.status, wrong.body], [unknown.status, unknown.body])
    assert.equal(wrong.status, 401)
    const namesOf = ({ headers }: Answer) => Object.keys(headers).sort()
    assert.deepEqual(namesOf(wrong), namesOf(unknown))
  })

  test('an old hash lets in, and is made anew', async () => {
    assert.equal((await login('ola', 'Password')).status, 401)
    assert.equal(hashes.get('ola'), OLD)
    assert.equal((await login('ola', 'password')).status, 200)
    const made = hashes.get('ola')
    assert.ok(made !== undefined && made !== OLD && !passwordNeedsRehash(made))
    assert.equal((await login('ola', 'password')).status, 200)
  })
})
