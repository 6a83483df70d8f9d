import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sessionOf } from '../../tests/support/session-of.ts'
import { OpenedTexts } from './opened-texts.ts'

const opened = { state: sessionOf(), stale: false }
/** Of 100,000 characters: forty make a generation. */
const text = (n: number) => `.${n}`.padStart(100_000, 'x')

describe('OpenedTexts', () => {
  test('gives back what was put in, and nothing for any other text', () => {
    const memory = new OpenedTexts<typeof opened>()
    memory.set('a', opened)
    assert.equal(memory.get('a'), opened)
    assert.equal(memory.get('b'), undefined)
    assert.equal(memory.get('__proto__'), undefined)
  })

  test('gives nothing for a text that only ends like a known one', () => {
    const memory = new OpenedTexts<typeof opened>()
    const end = 'e'.repeat(64)
    memory.set(`known${end}`, opened)
    assert.equal(memory.get(`other${end}`), undefined)
    assert.equal(memory.get(end), undefined)
    assert.equal(memory.get(`known${end}`), opened)
  })

  test('forgets what is not used, so that it stays bounded', () => {
    const memory = new OpenedTexts<typeof opened>()
    memory.set('first', opened)
    for (let n = 0; n < 120; n++) memory.set(text(n), opened)
    assert.equal(memory.get('first'), undefined)
    const kept = Array.from({ length: 120 }, (_, n) => memory.get(text(n))).filter(Boolean)
    assert.ok(kept.length <= 82, `${kept.length} are kept`)
  })

  test('is bounded in number where texts are short', () => {
    const memory = new OpenedTexts<typeof opened>()
    const texts = Array.from({ length: 80_000 }, (_, n) => `${n}`)
    for (const text of texts) memory.set(text, opened)
    const kept = texts.filter((text) => memory.get(text) !== undefined).length
    assert.ok(kept <= 62_500, `${kept} are kept`)
  })

  test('keeps what is used, however much comes', () => {
    const memory = new OpenedTexts<typeof opened>()
    memory.set('used', opened)
    for (let n = 0; n < 200; n++) {
      memory.set(text(n), opened)
      assert.equal(memory.get('used'), opened)
    }
  })
})
