import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Output, ReaderGone } from './output.ts'

test('is no faster than its reader, and ends when all is out', async () => {
  const written: string[] = []
  const slow = new Writable({
    highWaterMark: 10,
    decodeStrings: false,
    write(text: string, _encoding, done) {
      setImmediate().then(() => {
        written.push(text)
        done()
      })
    },
  })
  const output = new Output(slow)
  for (let n = 0; n < 50; n++) {
    await output.write('0123456789')
    assert.ok(slow.writableLength <= 10)
  }
  await output.write('end')
  await output.end()
  assert.equal(written.join(''), `${'0123456789'.repeat(50)}end`)
})

for (const [code, expected] of [
  ['EPIPE', ReaderGone],
  ['ENOSPC', /^Error: The output cannot be written: ENOSPC\.$/],
] as const) {
  test(`${code} ends it`, async () => {
    const broken = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code })),
    })
    const output = new Output(broken)
    await assert.rejects(async () => {
      await output.write('text')
      await output.end()
    }, expected)
  })
}
