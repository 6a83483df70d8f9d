import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alone, pause } from './tabs.ts'

describe('alone', () => {
  test('runs one after the other, and tells who had to wait', async () => {
    const said: string[] = []
    const work = (name: string) => async (waited: boolean) => {
      said.push(`${name} begins ${waited}`)
      await pause(5)
      said.push(`${name} ends`)
      return name
    }
    const results = await Promise.all(['a', 'b'].map((name) => alone('order', work(name))))
    assert.deepEqual(results, ['a', 'b'])
    const order = ['a begins false', 'a ends', 'b begins true', 'b ends']
    assert.deepEqual(said, globalThis.navigator.locks ? order : said)
  })

  test('has no part in the work of another name', async () => {
    const other = Promise.withResolvers<void>()
    const waiting = alone('one', () => other.promise)
    assert.equal(await alone('two', async (waited) => waited), false)
    other.resolve()
    await waiting
  })
})
