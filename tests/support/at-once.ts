import assert from 'node:assert/strict'
import type { MaybePromise } from '../../src/http/exchange.ts'

/** What is there without waiting: what a sealed cookie does is synchronous. */
export function atOnce<T>(value: MaybePromise<T>): T {
  assert.ok(!(value instanceof Promise), 'it has to wait')
  return value
}
