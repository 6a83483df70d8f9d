/** A process that counts in a file together with others: `node counting.ts FILE TIMES`. */
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'

const [, , path = '', times = ''] = process.argv
const store = sqliteStore({ path })
for (let done = 0; done < Number(times); ) {
  const entry = await store.get('count')
  const next = `${Number(entry?.value ?? 0) + 1}`
  if (await store.compareAndSet('count', entry?.version, next, { ttl: 600 })) done += 1
}
await store.close()
