/**
 * A process that records choices as fast as it can, and prints each that was acknowledged. It gets
 * the store as JSON, and the id of the site: `node recording.ts '{"data":"…"}' 1`.
 */
import { randomUUID } from 'node:crypto'
import { openStore, type StoreTarget } from '../../src/consent-service/store/open.ts'
import type { Site } from '../../src/consent-service/store/port.ts'
import { change, T0 } from './contract/ground.ts'

const [, , target = '', siteId = ''] = process.argv
const store = await openStore(JSON.parse(target) as StoreTarget)
const site: Site = { id: siteId, origin: '', callback: '', createdAt: T0 }

/** Each of the visitors chooses under version 1, 2, 3, … of the policy. */
async function chooseOn(visitor: string): Promise<never> {
  await store.know(visitor, siteId, T0)
  for (let policy = 1; ; policy += 1) {
    await store.record(change(visitor, site, { policy, at: T0 + policy }))
    process.stdout.write(`${visitor} ${policy}\n`)
  }
}

await Promise.all(Array.from({ length: 20 }, () => chooseOn(randomUUID())))
