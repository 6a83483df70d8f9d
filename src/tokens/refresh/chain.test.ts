import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { chainFrom, judge, OVERLAP, type Verdict } from './chain.ts'
import type { Chain } from './record.ts'
import { partsOf, type TokenParts, tokenOf } from './token.ts'

const ID = 'Zxz1DuMbr1A5nY8ne82UNQ'
const GRACE = 600
const T = 1_800_000_000

/** A session of its own; times are seconds since `T`. */
function session() {
  const first = randomBytes(32)
  let chain = chainFrom(ID, first)
  const ask = (secret: Uint8Array, at: number): Verdict => {
    const verdict = judge(chain, presented(chain, secret), GRACE, T + at)
    if (verdict.kind === 'next') chain = verdict.chain
    return verdict
  }
  return {
    first,
    ask,
    kind: (secret: Uint8Array, at: number) => ask(secret, at).kind,
    next(secret: Uint8Array, at: number): Uint8Array {
      const verdict = ask(secret, at)
      assert.ok(verdict.kind === 'next' || verdict.kind === 'same', verdict.kind)
      return verdict.secret
    },
    chain: () => chain,
    restore(older: Chain) {
      chain = older
    },
  }
}

function presented({ key }: Chain, secret: Uint8Array): TokenParts {
  const parts = partsOf(tokenOf(ID, secret, key))
  assert.ok(parts)
  return parts
}

describe('the good token', () => {
  test('is spent for another one, again and again', () => {
    const { first, next, kind } = session()
    let secret: Uint8Array = first
    for (let at = 0; at < 1000; at += 50) {
      const successor = next(secret, at)
      assert.notDeepEqual(successor, secret)
      secret = successor
    }
    assert.equal(kind(first, 1000), 'reused')
  })

  test('that two processes spend at once gives both the same', () => {
    const { first, chain } = session()
    const twice = [1, 2].map(() => judge(chain(), presented(chain(), first), GRACE, T))
    const [one, two] = twice.map((verdict) => 'secret' in verdict && verdict.secret)
    assert.deepEqual(one, two)
  })
})

describe('a spent token', () => {
  test(`gets the same answer for ${OVERLAP} seconds`, () => {
    const { first, next, ask } = session()
    const second = next(first, 0)
    for (const at of [0, 1, OVERLAP, -5]) {
      assert.deepEqual(ask(first, at), { kind: 'same', secret: second })
    }
  })

  test('gets the newest token when that is some renewals ahead', () => {
    const { first, next, ask } = session()
    const secrets: Uint8Array[] = [first]
    for (let at = 0; at < 8; at += 1) secrets.push(next(secrets.at(-1) ?? first, at))
    const newest = secrets.pop()
    for (const spent of secrets) assert.deepEqual(ask(spent, 9), { kind: 'same', secret: newest })
  })

  test('is stolen afterwards, when its successor was used', () => {
    const { first, next, kind } = session()
    next(next(first, 0), 10)
    assert.equal(kind(first, OVERLAP), 'same')
    assert.equal(kind(first, OVERLAP + 1), 'reused')
  })

  test('gets another one when its successor never came, and those who come together the same', () => {
    const { first, next, ask, kind } = session()
    const lost = next(first, 0)
    const second = next(first, 400)
    assert.notDeepEqual(second, lost)
    assert.deepEqual(ask(first, 400 + OVERLAP), { kind: 'same', secret: second })
    // The second answer was lost, too.
    const third = next(first, 500)
    assert.notDeepEqual(third, second)
    assert.equal(kind(third, 10_000), 'next')
  })

  test('is stolen when the answer that seemed lost comes, too', () => {
    const { first, next, kind } = session()
    const lost = next(first, 0)
    next(first, 31)
    assert.equal(kind(lost, 31), 'reused')
  })

  test('is stolen after the grace, which begins when it was spent first', () => {
    for (const at of [GRACE + 1, 2 * GRACE]) {
      const { first, next, kind } = session()
      next(first, 0)
      next(first, GRACE - 100)
      assert.equal(kind(first, at), 'reused', String(at))
    }
  })

  test('is not remembered when nine came after it in half a minute', () => {
    const { first, next, kind, chain } = session()
    let secret: Uint8Array = first
    for (let at = 0; at < 9; at += 1) secret = next(secret, at)
    assert.equal(chain().spent.length, 8)
    assert.equal(kind(first, 9), 'reused')
  })
})

describe('a store that lost its last write', () => {
  test('takes the token that it does not know to have given', () => {
    const { first, next, chain, restore, kind } = session()
    const second = next(first, 0)
    const before = chain()
    const third = next(second, 100)
    restore(before)
    const fourth = next(third, 200)
    assert.equal(kind(fourth, 300), 'next')
    assert.equal(kind(second, 300), 'reused')
  })

  test('gives the same again to who asks again', () => {
    const { first, next, chain, restore } = session()
    const before = chain()
    const second = next(first, 0)
    restore(before)
    assert.deepEqual(next(first, 100), second)
  })
})

describe('a token that we did not make', () => {
  test('does nothing, whatever it names', () => {
    const { first, chain } = session()
    const parts = presented(chain(), first)
    for (const foreign of [
      { ...parts, tag: randomBytes(16) },
      { ...parts, secret: randomBytes(32) },
      { ...parts, id: 'AAAAAAAAAAAAAAAAAAAAAA' },
    ]) {
      assert.equal(judge(chain(), foreign, GRACE, T).kind, 'foreign')
    }
  })
})

test('clocks that do not agree leave no gap in what is remembered', () => {
  const { first, next, ask, chain } = session()
  const second = next(first, 40)
  const third = next(second, 0)
  const fourth = next(third, 31)
  assert.deepEqual(ask(third, 31), { kind: 'same', secret: fourth })
  assert.deepEqual(ask(second, 31).kind, 'reused')
  assert.equal(chain().spent.length, 1)
})
