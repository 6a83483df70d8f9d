import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readClaims } from './claims.ts'
import { conditionOf, keptOf, parseKept } from './kept.ts'

const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`

describe('readClaims', () => {
  test('reads base64url of UTF-8', () => {
    const claims = { sub: 'Ünä 🙂 ???', n: [1] }
    assert.deepEqual(readClaims(tokenOf(claims)), claims)
  })

  test('gives undefined for what is no object', () => {
    for (const token of ['', 'a', 'a.b.c', 'a.%.c', ...[1, null, [], 'x'].map(tokenOf)]) {
      assert.equal(readClaims(token), undefined, token)
    }
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readClaims(text)))
    fc.assert(fc.property(fc.string(), (text) => void readClaims(`a.${text}.b`)))
  })
})

describe('keptOf', () => {
  const token = tokenOf({ iat: 5000, exp: 5060 })

  test('counts the life of a token from when it was asked for', () => {
    assert.deepEqual(keptOf({ token, refreshToken: 'r' }, 100), {
      token,
      refreshToken: 'r',
      life: 60,
      until: 160,
    })
  })

  test('knows no end of a token that does not say it', () => {
    for (const claims of [{}, { exp: 5060 }, { iat: 1, exp: '2' }]) {
      const kept = keptOf({ token: tokenOf(claims), refreshToken: 'r' }, 100)
      assert.deepEqual(Object.keys(kept ?? {}), ['token', 'refreshToken'])
    }
  })

  test('gives undefined for an answer without two tokens', () => {
    for (const answer of [undefined, null, 'x', [], {}, { token }, { token, refreshToken: '' }]) {
      assert.equal(keptOf(answer, 100), undefined)
    }
  })
})

test('parseKept reads what was kept, and nothing else', () => {
  const kept = { token: 'a', refreshToken: 'b', until: 5, life: 3 }
  assert.deepEqual(parseKept(JSON.stringify(kept)), kept)
  assert.deepEqual(parseKept('{"token":"a","refreshToken":"b","until":5}'), {
    token: 'a',
    refreshToken: 'b',
  })
  fc.assert(fc.property(fc.json(), (text) => void parseKept(text)))
  for (const text of [undefined, null, '', '{', '[]', '{"token":"a"}']) {
    assert.equal(parseKept(text), undefined)
  }
})

test('conditionOf: good, aging in the last seconds, spent; spent when the clock was set back', () => {
  const kept = { token: 'a', refreshToken: 'b', until: 1000, life: 600 }
  for (const [now, condition] of [
    [400, 'good'],
    [969, 'good'],
    [970, 'aging'],
    [999, 'aging'],
    [1000, 'spent'],
    [399, 'spent'],
  ] as const) {
    assert.equal(conditionOf(kept, now, 30), condition, `${now}`)
  }
  // A quarter of its life at most.
  assert.equal(conditionOf({ ...kept, life: 40 }, 989, 30), 'good')
  assert.equal(conditionOf({ ...kept, life: 40 }, 990, 30), 'aging')
  assert.equal(conditionOf({ token: 'a', refreshToken: 'b' }, 1e12, 30), 'good')
})
