import assert from 'node:assert/strict'
import { ApiTestError } from '../../src/testing.ts'

/** The ApiTestError that `promise` rejects with; the test fails when there is none, or another. */
export async function failureOf(promise: Promise<unknown>): Promise<ApiTestError> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof ApiTestError, `rejected with ${error}`)
    return error
  }
  assert.fail('nothing failed')
}
