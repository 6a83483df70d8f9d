/** Opens the data of a command, and closes it whatever happens. */
import { existsSync } from 'node:fs'
import { openStore, type StoreTarget } from '../../consent-service/store/open.ts'
import type { ConsentStore } from '../../consent-service/store/port.ts'
import { muteExperiments } from './experiments.ts'
import { plainFault } from './faults.ts'
import { targetName } from './store-target.ts'

/** Whether a command may begin with an empty file, or needs what was kept before. */
export type Beginning = 'new' | 'kept'

/**
 * Does something with the data.
 *
 * @param beginning - With `kept`, a file that is not there is an error and is not made: its name
 *   was mistyped, most likely.
 * @throws Error with one sentence that names the data and not its password
 */
export async function withStore<Result>(
  target: StoreTarget,
  beginning: Beginning,
  use: (store: ConsentStore) => Promise<Result>,
): Promise<Result> {
  const store = await open(target, beginning)
  try {
    return await use(store)
  } catch (error) {
    throw plainFault(error, targetName(target))
  } finally {
    await store.close()
  }
}

/** The store, with its tables brought up. The caller closes it. */
export async function open(target: StoreTarget, beginning: Beginning): Promise<ConsentStore> {
  if (beginning === 'kept' && 'data' in target && !existsSync(target.data)) {
    throw new Error(
      `There is no file ${target.data}. --data names it; "hallpass consent serve" makes one.`,
    )
  }
  muteExperiments()
  try {
    return await openStore(target)
  } catch (error) {
    throw plainFault(error, targetName(target))
  }
}
