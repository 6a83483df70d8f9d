/** Whether a store does its work. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { allEntries, verifyLog } from '../../src/consent-service/log/verify.ts'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { addSite, change, T0 } from './contract/ground.ts'

/** Writes and reads; the chain must hold. Gives the visitor whose choice was recorded. */
export async function works(store: ConsentStore): Promise<string> {
  await store.ready()
  const site = await addSite(store, randomUUID())
  const visitor = randomUUID()
  await store.know(visitor, site.id, T0)
  await store.record(change(visitor, site))
  assert.equal((await store.visitor(visitor, site.id))?.choice?.policy, 1)
  const verdict = await verifyLog(allEntries(store))
  assert.ok(verdict.ok, JSON.stringify(verdict))
  assert.equal((await store.counts()).entries, verdict.entries)
  return visitor
}
