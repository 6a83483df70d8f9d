/** Opens the data of a command, and closes it whatever happens. */
import { isAbsolute } from 'node:path'
import { isThere } from '../../consent-service/store/is-there.ts'
import { openStore, type StoreTarget } from '../../consent-service/store/open.ts'
import type { ConsentStore } from '../../consent-service/store/port.ts'
import { muteExperiments } from './experiments.ts'
import { plainFault } from './faults.ts'
import { targetName } from './store-target.ts'

/**
 * Does something with the data. Only `serve` makes data: where there is none, its name was mistyped
 * or the folder is another, most likely.
 *
 * @throws Error with one sentence that names the data and not its password
 */
export async function withStore<Result>(
  target: StoreTarget,
  use: (store: ConsentStore) => Promise<Result>,
): Promise<Result> {
  const store = await openKept(target)
  try {
    return await use(store)
  } catch (error) {
    throw plainFault(error, targetName(target))
  } finally {
    await store.close()
  }
}

async function openKept(target: StoreTarget): Promise<ConsentStore> {
  const found = await isThere(target).catch((error: unknown) => {
    throw plainFault(error, targetName(target))
  })
  if (!found) throw new Error(noneThere(target))
  return open(target)
}

function noneThere(target: StoreTarget): string {
  if ('databaseUrl' in target) {
    return `${targetName(target)} has no tables of hallpass. "hallpass consent serve" makes them.`
  }
  const here = isAbsolute(target.data) ? '' : ' here'
  return `There is no file ${target.data}${here}. --data names it; "hallpass consent serve" makes one.`
}

/** The store, made where there is none, with its tables brought up. The caller closes it. */
export async function open(target: StoreTarget): Promise<ConsentStore> {
  muteExperiments()
  try {
    return await openStore(target)
  } catch (error) {
    throw plainFault(error, targetName(target))
  }
}
