import assert from 'node:assert/strict'
import { HallpassError } from '../src/errors.ts'

/** The HallpassError that `run` throws; the test fails when it throws none, or anything else. */
export function refusal(run: () => unknown): HallpassError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof HallpassError, `threw ${error}`)
    return error
  }
  assert.fail('nothing was refused')
}
