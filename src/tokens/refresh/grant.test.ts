import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { everythingIn } from '../../../tests/rejection.ts'
import { HallpassError } from '../../errors.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import type { Store } from '../../stores/store.ts'
import { createRefreshTokens } from './create.ts'
import { granted } from './grant.ts'
import type { RefreshGrant } from './types.ts'

const SECRET = 'hunter2hunter2'

describe('a label', () => {
  const label = (label: string) => granted({ sub: 'una', label }).label

  test('is one line, without what terminals act on', () => {
    assert.equal(label(' Firefox\r\n on \u0000\u001b[31mLinux\u2028'), 'Firefox on [31mLinux')
  })

  test('is cut at 200 characters, and through none of them', () => {
    assert.equal(label('x'.repeat(100_000)), 'x'.repeat(200))
    assert.equal(label('🚪'.repeat(1000)), '🚪'.repeat(200))
    assert.equal(label('a\ud800'), 'a\ufffd')
  })

  test('that says nothing is none', () => {
    assert.equal(label(' \n '), undefined)
    assert.equal(granted({ sub: 'una' }).label, undefined)
  })
})

describe('data', () => {
  test('is what JSON makes of it, and not what the app still holds', () => {
    const given = { roles: ['admin'], nested: { at: new Date(0), none: undefined } }
    const { data } = granted({ sub: 'una', data: JSON.parse(JSON.stringify(given)) })
    assert.deepEqual(data, { roles: ['admin'], nested: { at: '1970-01-01T00:00:00.000Z' } })
    const own = { list: [1] }
    const kept = granted({ sub: 'una', data: own }).data
    own.list.push(2)
    assert.deepEqual(kept, { list: [1] })
    assert.deepEqual(granted({ sub: 'una' }).data, {})
  })

  test('a name of every object is a name like others', () => {
    const data = JSON.parse('{"__proto__":{"admin":true},"constructor":1}')
    const kept = granted({ sub: 'una', data }).data
    assert.equal(kept.admin, undefined)
    assert.deepEqual(Object.keys(kept), ['__proto__', 'constructor'])
  })
})

describe('what does not fit is refused, without being told', () => {
  const loop: Record<string, unknown> = {}
  loop.loop = loop
  const wrong: Readonly<Record<string, unknown>> = {
    'no sub': { sub: '' },
    'a sub that is no text': { sub: 7 },
    'half a character': { sub: `${SECRET}\ud800` },
    'a long sub': { sub: SECRET.repeat(100) },
    'a label that is no text': { sub: 'una', label: 7 },
    'a list as data': { sub: 'una', data: [SECRET] },
    'nothing as data': { sub: 'una', data: null },
    'data that goes round': { sub: 'una', data: loop },
    'data that JSON makes none of': { sub: 'una', data: { toJSON: () => undefined } },
    'data that JSON makes something else of': { sub: 'una', data: { toJSON: () => SECRET } },
    'a number that JSON has not': { sub: 'una', data: { big: 1n } },
    'too much data': { sub: 'una', data: { text: SECRET.repeat(2000) } },
  }
  for (const [name, grant] of Object.entries(wrong)) {
    test(name, () => {
      const error = refusal(() => granted(grant as RefreshGrant))
      assert.equal(error.code, 'invalid_config')
      assert.ok(!everythingIn(error).includes(SECRET))
    })
  }
})

test('a session that cannot be given out is none', async () => {
  const store = memoryStore()
  let isDown = true
  const list: Store['list'] = async (index, limit) => {
    if (isDown) throw new HallpassError('store_unavailable', 'The store is down.')
    return store.list(index, limit)
  }
  const refreshTokens = createRefreshTokens({ store: { ...store, list } })
  await assert.rejects(refreshTokens.issue({ sub: 'una' }), { code: 'store_unavailable' })
  isDown = false
  assert.deepEqual(await refreshTokens.list('una'), [])
})
