import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf, settingsOf } from '../../tests/support/client-of.ts'
import { clockAt, LoggedLines } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { Metadata } from './metadata.ts'

const DISCOVERY = '/.well-known/openid-configuration'

describe('Metadata', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  test('is fetched at need, once an hour', async () => {
    const clock = clockAt()
    const { metadata } = clientOf(provider.issuer, {}, clock)
    assert.equal(metadata.peek(), undefined)
    const [first] = await Promise.all([metadata.get(), metadata.get()])
    assert.equal(first.token_endpoint, `${provider.issuer}/token`)
    assert.equal(metadata.peek(), first)
    clock.time += 3599
    await metadata.get()
    assert.equal(provider.count(DISCOVERY), 1)
    clock.time += 1
    await metadata.get()
    assert.equal(provider.count(DISCOVERY), 2)
  })

  test('is kept while the provider is down', async () => {
    const clock = clockAt()
    const { metadata } = clientOf(provider.issuer, {}, clock)
    await metadata.get()
    provider.answers.set(DISCOVERY, { status: 503 })
    clock.time += 1_000_000
    assert.equal((await metadata.get()).issuer, provider.issuer)
  })

  test('is not asked for when it is known already', async () => {
    const known = { issuer: provider.issuer, token_endpoint: 'https://id.example/t' }
    const { metadata } = clientOf(provider.issuer, { metadata: known })
    assert.equal(await metadata.get(), known)
    assert.equal(metadata.peek(), known)
    assert.equal(provider.seen.length, 0)
  })

  test('of an issuer with a path lies below the path', async () => {
    const issuer = `${provider.issuer}/realms/a`
    provider.answers.set(`/realms/a${DISCOVERY}`, { json: provider.metadata({ issuer }) })
    assert.equal((await clientOf(issuer).metadata.get()).issuer, issuer)
  })

  test('of another issuer is refused', async () => {
    for (const issuer of ['https://evil.example', `${provider.issuer}/x`, undefined, 5]) {
      provider.announce({ issuer })
      const error = await rejection(clientOf(provider.issuer).metadata.get())
      assert.equal(error.code, 'provider_failed')
      assert.match(error.message, /^provider metadata/)
    }
  })

  test('that is none is refused, without a word of it', async () => {
    provider.answers.set(DISCOVERY, { text: '<p>marker</p>', type: 'text/html' })
    const html = await rejection(clientOf(provider.issuer).metadata.get())
    provider.answers.set(DISCOVERY, { json: ['marker'] })
    const list = await rejection(clientOf(provider.issuer).metadata.get())
    provider.answers.set(DISCOVERY, { status: 404, json: { error: 'marker' } })
    const absent = await rejection(clientOf(provider.issuer).metadata.get())
    for (const error of [html, list, absent]) {
      assert.equal(error.code, 'provider_failed')
      assert.doesNotMatch(everythingIn(error), /marker/)
    }
  })

  test('says that the provider is down, and asks again after the back-off', async () => {
    const clock = clockAt()
    const { metadata } = clientOf(provider.issuer, {}, clock)
    provider.answers.set(DISCOVERY, { status: 500 })
    assert.equal((await rejection(metadata.get())).code, 'provider_failed')
    provider.announce({})
    assert.equal((await rejection(metadata.get())).code, 'provider_failed')
    clock.time += 5
    assert.equal((await metadata.get()).issuer, provider.issuer)
  })

  test('of an https issuer has https addresses only', async () => {
    const issuer = 'https://id.example'
    const at = (changes: object) => {
      const body = JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, ...changes })
      const headers = { 'content-type': 'application/json' }
      const fetch = async () => new Response(body, { headers })
      const ports = { fetch, now: clockAt().now, logger: new LoggedLines() }
      return new Metadata(settingsOf(issuer), ports).get()
    }
    assert.equal((await at({ token_endpoint: `${issuer}/t` })).token_endpoint, `${issuer}/t`)
    const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint']
    for (const name of names) {
      for (const url of ['http://id.example/x', 'javascript:alert(1)', '/relative', 5]) {
        const error = await rejection(at({ [name]: url }))
        assert.equal(error.code, 'provider_failed')
        assert.match(error.message, new RegExp(name))
      }
    }
  })
})
