/** A provider that is not there, hangs, is somebody else, or has a bad certificate. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { metadataOf } from '../support/hostile-shapes.ts'
import { certificate, tlsBefore } from './certificates.ts'
import { doctor } from './program.ts'
import { complete, examine, found, html, of, open } from './world.ts'

/** Milliseconds that a call has where the test waits for its end. */
const SHORT = 300

describe('a provider that cannot be asked', () => {
  test('has a name that nobody knows', async (t) => {
    const { env } = await open(t)
    const findings = await examine({ ...env, AGS_CLIENT_ISSUER: 'https://id.invalid' })
    found(
      findings,
      'provider.reach',
      'failed',
      /id\.invalid (?:is not known .*AGS_CLIENT_ISSUER|did not answer)/,
    )
  })

  test('does not listen', async (t) => {
    const { env, provider } = await open(t)
    await provider.down()
    const findings = await examine(env)
    found(findings, 'provider.reach', 'failed', /nothing listens.*Start the server/)
    assert.deepEqual(of(findings, 'provider.discovery'), [])
    assert.deepEqual(of(findings, 'client.secret'), [])
    found(findings, 'public.reach', 'ok')
  })

  test('never answers, or never ends', async (t) => {
    const { env, provider } = await open(t)
    provider.slow.metadata = 60
    found(await examine(env, SHORT), 'provider.reach', 'failed', /did not answer in time/)
    provider.slow = {}
    provider.instead.metadata = () => ({ body: '{', ending: 'stall' })
    found(await examine(env, SHORT), 'provider.reach', 'failed', /did not answer in time/)
  })

  test('breaks the connection, or speaks TLS where http is asked', async (t) => {
    const { env, provider } = await open(t)
    provider.instead.metadata = () => ({ body: '{', ending: 'break' })
    found(await examine(env), 'provider.reach', 'failed', /broke the connection/)
    const port = await tlsBefore(t, Number(new URL(provider.issuer).port), certificate(t))
    const other = { ...env, AGS_CLIENT_ISSUER: `http://127.0.0.1:${port}` }
    found(await examine(other), 'provider.reach', 'failed', /does not speak HTTP/)
  })
})

describe('the metadata', () => {
  const wrong = async (t: Parameters<typeof open>[0], answer: object, words: RegExp) => {
    const { env, provider } = await open(t)
    provider.instead.metadata = () => answer
    const findings = await examine(env)
    found(findings, 'provider.reach', 'ok')
    found(findings, 'provider.discovery', 'failed', words)
  }

  test('that is not there', (t) =>
    wrong(t, html(404, 'Not here'), /answers 404 .*longer than a host/))
  test('that is a page', (t) => wrong(t, html(200, 'Hello'), /is no JSON object/))
  test('that is a list', (t) => wrong(t, { json: [] }, /is no JSON object/))
  test('that the provider cannot give', (t) => wrong(t, { status: 503, json: {} }, /answers 503/))
  test('of 100 MB', (t) => wrong(t, { body: ' '.repeat(100_000_000) }, /longer than 1 MiB/))

  test('that is elsewhere, also in circles', async (t) => {
    const headers = { location: '/.well-known/openid-configuration' }
    await wrong(t, { status: 302, headers }, /leads on to .*no redirect is followed/)
  })

  test('that is asked for with its whole address', async (t) => {
    const { env, provider } = await open(t)
    const issuer = `${provider.issuer}/.well-known/openid-configuration`
    const findings = await examine({ ...env, AGS_CLIENT_ISSUER: issuer })
    found(findings, 'provider.discovery', 'failed', /Take \/\.well-known\/… off/)
  })
})

describe('the certificate of a provider', () => {
  const secure = async (t: Parameters<typeof open>[0], made: Parameters<typeof certificate>[1]) => {
    const { env, provider } = await open(t)
    const pair = certificate(t, made)
    const port = await tlsBefore(t, Number(new URL(provider.issuer).port), pair)
    const issuer = `https://127.0.0.1:${port}`
    provider.change.metadata = () => complete(metadataOf(issuer))
    return { env: { ...env, AGS_CLIENT_ISSUER: issuer }, pair }
  }

  test('that nobody signed fails, and is taken when told so', async (t) => {
    const { env } = await secure(t, {})
    const findings = await examine(env)
    found(findings, 'provider.reach', 'failed', /self-signed.*NODE_EXTRA_CA_CERTS/)
    const trusting = await examine({ ...env, AGS_CLIENT_VERIFY_SSL: 'false' })
    found(trusting, 'provider.certificate', 'ok', /is good until/)
    found(trusting, 'provider.keys', 'ok')
    found(trusting, 'client.redirect-uri', 'ok')
    found(trusting, 'settings.open', 'warning', /anybody on the way/)
  })

  test('that ends soon gets a warning, and one that ended fails', async (t) => {
    const soon = await secure(t, { days: 3 })
    const findings = await examine({ ...soon.env, AGS_CLIENT_VERIFY_SSL: 'false' })
    found(findings, 'provider.certificate', 'warning', /: 2 days/)
    const old = await secure(t, { days: -1 })
    const trusting = await examine({ ...old.env, AGS_CLIENT_VERIFY_SSL: 'false' })
    found(trusting, 'provider.certificate', 'failed', /ended on/)
  })

  test('of an authority that is named passes; its end and other names do not', async (t) => {
    const ask = async (made: Parameters<typeof certificate>[1]) => {
      const { env, pair } = await secure(t, made)
      return (await doctor({ ...env, NODE_EXTRA_CA_CERTS: pair.cert })).stdout
    }
    assert.match(await ask({}), /✓ provider\.certificate: .*\n(.*\n)*✓ provider\.keys/)
    assert.match(await ask({ days: -1 }), /✗ provider\.reach: .*expired.*\n {4}Renew/)
    const other = await ask({ name: 'DNS:id.example' })
    assert.match(other, /✗ provider\.reach: .*for other names.*\n {4}Use the name/)
  })
})
