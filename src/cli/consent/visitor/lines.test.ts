import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../../tests/property-runs.ts'
import { batchesOfLines, type Line } from './lines.ts'

async function* chunked(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function batches(
  text: string,
  chunk: number,
  size: number,
): Promise<readonly (readonly Line[])[]> {
  const found: (readonly Line[])[] = []
  for await (const batch of batchesOfLines(chunked(text, chunk), size)) found.push(batch)
  return found
}

test('the same lines and numbers, however the text comes', async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z ]{0,6}$/), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      async (texts, chunk, batch) => {
        const found = (await batches(texts.join('\n'), chunk, batch)).flat()
        const expected = texts
          .map((text, index) => ({ number: index + 1, text }))
          .filter(({ text }) => text.trim() !== '')
        assert.deepEqual(found, expected)
      },
    ),
    PROPERTY_RUNS,
  )
})

test('batches have a size, and the last has the rest', async () => {
  const sizes = (await batches('a\nb\nc\nd\ne\n', 3, 2)).map(({ length }) => length)
  assert.deepEqual(sizes, [2, 2, 1])
})

test('a byte order mark is passed over', async () => {
  assert.deepEqual(await batches('\ufeffa\n', 100, 9), [[{ number: 1, text: 'a' }]])
})

test('a line that never ends is refused before it fills the memory', async () => {
  let given = 0
  async function* endless(): AsyncGenerator<string> {
    for (;;) {
      given += 1
      yield 'x'.repeat(1000)
    }
  }
  await assert.rejects(async () => {
    for await (const _ of batchesOfLines(endless(), 10));
  }, /^Error: Line 1 has more than 65536 characters/)
  assert.ok(given < 100)
})
