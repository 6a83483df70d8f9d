/** Attacks on tokens that have worked elsewhere, each of which is refused. */
import assert from 'node:assert/strict'
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  type KeyObject,
} from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { tokenJwk } from '../../tests/support/token-keys.ts'
import { textTampering } from '../../tests/tampering.ts'
import { createTokens } from './create.ts'

const NOW = 1_700_000_000
const secret = 'a secret of tests that is long enough'
const rsa = tokenJwk('RS256', 'first')
const rsaKey = createPrivateKey({ key: { ...rsa }, format: 'jwk' })
const common = {
  issuer: 'https://notes.example',
  audience: 'notes',
  claims: v.object({ sub: v.string() }),
  now: NOW,
}
const withSecret = createTokens({ ...common, secrets: secret })
const withKeys = createTokens({ ...common, keys: [rsa] })

const PAYLOAD = { sub: 'una', iss: 'https://notes.example', aud: 'notes', exp: NOW + 60 }
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const signed = (header: unknown, payload: unknown, key: string | Buffer = secret) => {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}
const rs256 = (header: object, payload: unknown = PAYLOAD, key: KeyObject = rsaKey) => {
  const input = `${part({ alg: 'RS256', typ: 'at+jwt', kid: 'first', ...header })}.${part(payload)}`
  return `${input}.${createSign('sha256').update(input).sign(key, 'base64url')}`
}
const HS = { alg: 'HS256', typ: 'JWT' }

async function refused(tokens: typeof withSecret, token: unknown, why?: RegExp): Promise<void> {
  const error = await rejection(Reflect.apply(tokens.verify, tokens, [token]))
  assert.equal(error.code, 'token_invalid')
  if (why !== undefined) assert.match(error.message, why)
  assert.doesNotMatch(error.message, /[^ -~]|["\\]/)
  if (typeof token === 'string' && token.length > 40) {
    assert.equal(everythingIn(error).includes(token.slice(-40)), false)
  }
}

test('the tokens that the attacks are made of are good', async () => {
  assert.equal((await withSecret.verify(signed(HS, PAYLOAD))).claims.sub, 'una')
  assert.equal((await withSecret.verify(signed({ alg: 'HS256' }, PAYLOAD))).claims.sub, 'una')
  assert.equal((await withKeys.verify(rs256({}))).claims.sub, 'una')
  assert.equal((await withKeys.verify(rs256({ typ: 'application/AT+JWT' }))).claims.sub, 'una')
})

describe('algorithms', () => {
  test('none, in every spelling, with a signature and without', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      for (const tokens of [withSecret, withKeys]) {
        const unsigned = `${part({ ...HS, alg, kid: 'first' })}.${part(PAYLOAD)}.`
        await refused(tokens, unsigned)
        await refused(tokens, signed({ ...HS, alg }, PAYLOAD))
        await refused(tokens, rs256({ alg }))
      }
    }
  })

  test('HS256 with the public key as the secret', async () => {
    const key = createPublicKey(rsaKey)
    const spellings = [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'pkcs1', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(withKeys.jwks.keys[0]),
      String(rsa.n),
    ]
    for (const spelling of spellings) {
      for (const typ of ['JWT', 'at+jwt']) {
        await refused(withKeys, signed({ alg: 'HS256', typ, kid: 'first' }, PAYLOAD, spelling))
      }
    }
  })

  test('another one than the key is for', async () => {
    for (const alg of ['RS384', 'RS512', 'PS256', 'ES256', 'EdDSA']) {
      await refused(withKeys, rs256({ alg }))
    }
    for (const alg of ['HS384', 'HS512', 'RS256', 256, null, ['HS256']]) {
      await refused(withSecret, signed({ ...HS, alg }, PAYLOAD))
    }
  })
})

describe('headers', () => {
  test('a key that comes along, or an address of one', async () => {
    const jwk = withKeys.jwks.keys[0]
    for (const header of [
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert.pem' },
      { jwk },
      { x5c: ['MIIB'] },
    ]) {
      await refused(withKeys, rs256(header), /brings a key along/)
      await refused(withSecret, signed({ ...HS, ...header }, PAYLOAD), /brings a key along/)
    }
  })

  test('a key id that is not known, is inherited, missing, or no text', async () => {
    for (const kid of ['second', '__proto__', 'toString', '', undefined, null, 1, ['first']]) {
      await refused(withKeys, rs256({ kid }), /no key is known/)
    }
  })

  test('an extension that must be understood', async () => {
    await refused(withSecret, signed({ ...HS, crit: ['x'], x: 1 }, PAYLOAD))
    await refused(withSecret, signed({ ...HS, crit: ['b64'], b64: false }, PAYLOAD))
    await refused(withSecret, signed({ ...HS, crit: [] }, PAYLOAD))
  })

  test('what is no header', async () => {
    for (const header of ['', 'x', '[]', 'null', '"HS256"', '{"alg":"HS256"', '{}']) {
      await refused(withSecret, signed(header, PAYLOAD))
    }
  })
})

describe('an ID token or a logout token as an access token', () => {
  test('is known by its type', async () => {
    for (const typ of ['JWT', 'jwt', undefined, null, 'logout+jwt', 'id+jwt', 1]) {
      await refused(withKeys, rs256({ typ }), /another type/)
    }
    await refused(withSecret, signed({ ...HS, typ: 'at+jwt' }, PAYLOAD), /another type/)
  })

  test('is known by its claims where the type is the same', async () => {
    for (const name of ['nonce', 'at_hash', 'c_hash', 'events']) {
      await refused(withSecret, signed(HS, { ...PAYLOAD, [name]: 'x' }), /an ID token/)
    }
  })
})

describe('claims', () => {
  const claim = (more: object, why: RegExp) =>
    refused(withSecret, signed(HS, { ...PAYLOAD, ...more }), why)

  test('a missing or foreign issuer', async () => {
    for (const iss of [undefined, null, '', 'https://notes.example/', ['https://notes.example']]) {
      await claim({ iss }, /claim iss/)
    }
  })

  test('a missing or foreign audience', async () => {
    for (const aud of [undefined, null, '', 'other', 'Notes', [], ['other'], { notes: 1 }]) {
      await claim({ aud }, /claim aud/)
    }
  })

  test('an expiry that is missing, never comes, or is no time', async () => {
    for (const exp of [undefined, null, '9999999999', 1e300, NOW * 1000, true, [NOW + 60]]) {
      await claim({ exp }, /claim exp/)
    }
    const infinite = JSON.stringify(PAYLOAD).replace(/"exp":\d+/, '"exp":1e999')
    await refused(withSecret, signed(HS, infinite), /claim exp/)
  })

  test('one that is over', async () => {
    for (const exp of [NOW, NOW - 1, 0]) {
      const error = await rejection(withSecret.verify(signed(HS, { ...PAYLOAD, exp })))
      assert.equal(error.code, 'token_expired')
    }
    await refused(withSecret, signed(HS, { ...PAYLOAD, exp: -1 }, 'another key, that signs it'))
  })

  test('not yet valid, or made in the future', async () => {
    for (const nbf of [NOW + 1, 1e300, null, `${NOW}`]) await claim({ nbf }, /claim nbf/)
    for (const iat of [NOW + 1, 1e300, null, -1, `${NOW}`]) await claim({ iat }, /claim iat/)
  })

  test('claims that do not fit the schema', async () => {
    for (const sub of [undefined, null, 1, ['una']]) await claim({ sub }, /./)
  })

  test('a payload that is no object', async () => {
    for (const payload of ['', 'x', '[]', 'null', '1', '{"sub":"una"']) {
      await refused(withSecret, signed(HS, payload))
    }
  })
})

describe('form', () => {
  test('what is no token', async () => {
    const good = await withSecret.issue({ sub: 'una' })
    const [header, payload, signature] = good.split('.')
    const wrong = [
      '',
      '.',
      '..',
      '%',
      ' ',
      `${good}.`,
      `.${good}`,
      ` ${good}`,
      `${good}\n`,
      `${good}=`,
      `${header}.${payload}`,
      `${header}..${signature}`,
      `${header}.${payload}.${signature}..`,
      `${header}.${payload}.${signature},${good}`,
      undefined,
      null,
      {},
      [good],
      Buffer.from(good),
    ]
    for (const token of wrong) await refused(withSecret, token)
  })

  test('one that is too long is not even read', async () => {
    const long = signed(HS, { ...PAYLOAD, text: 'x'.repeat(8192) })
    await refused(withSecret, long, /not a JSON Web Token/)
  })

  test('any change of any character, trailing bits too', async () => {
    for (const tokens of [withSecret, withKeys]) {
      const good = await tokens.issue({ sub: 'una' })
      // Known from now on, so that what only looks like it must not be found there.
      await tokens.verify(good)
      await fc.assert(
        fc.asyncProperty(textTampering(), (tamper) => refused(tokens, tamper(good))),
        { numRuns: 300 },
      )
    }
  })
})
