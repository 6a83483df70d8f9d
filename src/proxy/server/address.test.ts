import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressIssues, isOurselves, ownAddress } from './address.ts'

const HERE = { host: '127.0.0.1', port: 8701, tls: undefined, forwardAuth: false }
const TLS = { cert: 'c', key: 'k' }

describe('the public address', () => {
  test('is what the server listens on, as a browser of this machine names it', () => {
    assert.equal(ownAddress(HERE, 8701), 'http://localhost:8701')
    assert.equal(ownAddress({ ...HERE, host: '::1', tls: TLS }, 1), 'https://localhost:1')
    assert.equal(ownAddress({ ...HERE, host: '127.0.0.2' }, 80), 'http://127.0.0.2:80')
  })

  test('must be said where others are let in', () => {
    assert.deepEqual(addressIssues(HERE, undefined), [])
    assert.deepEqual(addressIssues({ ...HERE, host: '0.0.0.0' }, ['https://app.example']), [])
    const [issue] = addressIssues({ ...HERE, host: '0.0.0.0' }, undefined)
    assert.match(issue?.message ?? '', /^is missing: HALLPASS_HOST 0\.0\.0\.0 lets others in: say/)
    const [other] = addressIssues({ ...HERE, forwardAuth: true }, undefined)
    assert.match(other?.message ?? '', /^is missing: another proxy answers visitors: say/)
  })

  test('of http contradicts TLS; https without TLS is what a proxy in front makes', () => {
    assert.deepEqual(addressIssues(HERE, ['https://app.example']), [])
    assert.deepEqual(addressIssues({ ...HERE, tls: TLS }, ['https://app.example']), [])
    const [issue] = addressIssues({ ...HERE, tls: TLS }, [
      'https://app.example',
      'http://localhost:8701',
    ])
    assert.match(issue?.message ?? '', /speak https only/)
  })
})

describe('an upstream that is ourselves', () => {
  const bases = ['https://shop.example', 'https://app.example']
  for (const [url, host, expected] of [
    ['http://127.0.0.1:8701', '127.0.0.1', true],
    ['http://localhost:8701/x', '127.0.0.1', true],
    ['http://app.localhost:8701', '127.0.0.1', true],
    ['http://[::1]:8701', '::1', true],
    ['http://[::1]:8701', '::', true],
    ['http://127.0.0.9:8701', '0.0.0.0', true],
    ['http://0.0.0.0:8701', '127.0.0.1', true],
    ['https://app.example', '127.0.0.1', true],
    ['https://app.example:443/', '127.0.0.1', true],
    ['http://127.0.0.1:9000', '127.0.0.1', false],
    ['http://127.0.0.2:8701', '127.0.0.1', false],
    ['http://10.0.0.1:8701', '0.0.0.0', false],
    ['http://app.example:8701', '127.0.0.1', false],
    ['unix:/run/app.sock', '127.0.0.1', false],
    ['nonsense', '127.0.0.1', false],
  ] as const) {
    test(`${url} of ${host}: ${expected}`, () => {
      assert.equal(isOurselves(url, { ...HERE, host }, bases), expected)
    })
  }
})
