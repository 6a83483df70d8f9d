import assert from 'node:assert/strict'
import { HallpassError } from '../src/errors.ts'

/** The HallpassError that `promise` rejects with; the test fails when there is none, or another. */
export async function rejection(promise: Promise<unknown>): Promise<HallpassError> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof HallpassError, `rejected with ${error}`)
    return error
  }
  assert.fail('nothing was refused')
}

/** All that a logger could print of an error: every property of it and of its causes. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? ''
  const own = Object.getOwnPropertyNames(error).map((name) => {
    const value: unknown = Reflect.get(error, name)
    return `${name}: ${value instanceof Error ? everythingIn(value) : JSON.stringify(value)}`
  })
  return own.join('\n')
}
