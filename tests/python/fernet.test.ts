/** Fernet against a live Python with Debian's python3-cryptography, both ways. */

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import { Fernet } from '../../src/crypto/fernet.ts'
import { textTampering } from '../tampering.ts'
import { startPython } from './peer.ts'

const RUNS = 500
const Answer = v.union([
  v.strictObject({ value: v.string() }),
  v.strictObject({ refused: v.literal(true) }),
])

const python = startPython('fernet_peer.py')
after(() => python.close())

async function ask(request: object): Promise<string | undefined> {
  const answer = v.parse(Answer, await python.ask(request))
  return 'value' in answer ? answer.value : undefined
}

function tryTo(run: () => string): string | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

const key = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `${Buffer.from(bytes).toString('base64url')}=`)
const keys = fc.array(key, { minLength: 1, maxLength: 3 })
const text = fc.string({ unit: 'grapheme', maxLength: 300 })
// To the end of the year 9999, as every clock of hallpass.
const now = fc.integer({ min: 0, max: 253_402_300_799 })

describe(`${RUNS} random values`, () => {
  test('that hallpass encrypts, Python decrypts, under any of its keys', async () => {
    await fc.assert(
      fc.asyncProperty(keys, key, text, now, async (list, newer, value, at) => {
        const token = new Fernet(list).encrypt(value, { now: at })
        const request = { do: 'decrypt', keys: [newer, ...list], token, now: at }
        assert.equal(await ask({ ...request, ttl: null }), value)
        assert.equal(await ask({ ...request, ttl: 0 }), value)
      }),
      { numRuns: RUNS },
    )
  })

  test('that Python encrypts, hallpass decrypts, under any of its keys', async () => {
    await fc.assert(
      fc.asyncProperty(keys, key, text, now, async (list, newer, value, at) => {
        const token = (await ask({ do: 'encrypt', keys: list, text: value, now: at })) ?? ''
        const fernet = new Fernet([newer, ...list])
        assert.equal(fernet.decrypt(token), value)
        assert.equal(fernet.decrypt(token, { ttl: 0, now: at }), value)
      }),
      { numRuns: RUNS },
    )
  })

  test('that one side rotates, the other side decrypts with the new key alone', async () => {
    await fc.assert(
      fc.asyncProperty(key, key, text, now, async (older, newer, value, at) => {
        const token = new Fernet(older).encrypt(value, { now: at })
        const both = [newer, older]
        const ours = new Fernet(both).rotate(token)
        const theirs = (await ask({ do: 'rotate', keys: both, token })) ?? ''
        const request = { do: 'decrypt', keys: [newer], token: ours, ttl: 0, now: at }
        assert.equal(await ask(request), value)
        assert.equal(new Fernet(newer).decrypt(theirs, { ttl: 0, now: at }), value)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('both sides agree', () => {
  test('on the second at which a token is too old, or too far in the future', async () => {
    const cases = fc.tuple(
      key,
      fc.integer({ min: 1000, max: 2 ** 32 }),
      fc.nat(100),
      fc.integer({ min: -65, max: 105 }),
    )
    await fc.assert(
      fc.asyncProperty(cases, async ([one, at, ttl, later]) => {
        const token = new Fernet(one).encrypt('text', { now: at })
        const time = { ttl, now: at + later }
        const theirs = await ask({ do: 'decrypt', keys: [one], token, ...time })
        assert.equal(
          tryTo(() => new Fernet(one).decrypt(token, time)),
          theirs,
        )
      }),
      { numRuns: RUNS },
    )
  })

  test('on every changed token, save that Python takes other spellings of the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(key, text, textTampering(), async (one, value, tamper) => {
        const changed = tamper(new Fernet(one).encrypt(value))
        assert.equal(
          tryTo(() => new Fernet(one).decrypt(changed)),
          undefined,
        )
        const theirs = await ask({ do: 'decrypt', keys: [one], token: changed, ttl: null })
        assert.ok(theirs === undefined || theirs === value)
      }),
      { numRuns: RUNS },
    )
  })
})
