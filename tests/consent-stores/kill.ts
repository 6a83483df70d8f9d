/** Nothing acknowledged is lost when a process is killed. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { allEntries, verifyLog } from '../../src/consent-service/log/verify.ts'
import { openStore, type StoreTarget } from '../../src/consent-service/store/open.ts'
import { addSite } from './contract/ground.ts'

/** So many acknowledged choices are waited for before the end comes. */
const ENOUGH = 300

/** A recording process, and what it printed. */
interface Recording {
  readonly child: ChildProcess
  readonly lines: string[]
  enough(): Promise<void>
}

function startRecording(target: StoreTarget, siteId: string): Recording {
  const script = join(import.meta.dirname, 'recording.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(target), siteId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  return {
    child,
    lines,
    async enough() {
      while (lines.length < ENOUGH) {
        assert.equal(child.exitCode, null, 'it ended by itself')
        await setTimeout(20)
      }
    },
  }
}

/**
 * Two processes record on the same data and are killed, several times; then everything that they
 * had acknowledged must be there.
 *
 * @param meanwhile - Runs after the kill, before the data is looked at.
 */
export async function killUnderLoad(
  target: StoreTarget,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const first = await openStore(target)
  const site = await addSite(first, 'shop')
  await first.close()
  const acknowledged: string[] = []
  for (let round = 1; round <= 3; round += 1) {
    const recordings = [startRecording(target, site.id), startRecording(target, site.id)]
    await Promise.all(recordings.map((recording) => recording.enough()))
    const ended = recordings.map(({ child }) => once(child, 'close'))
    for (const { child } of recordings) child.kill('SIGKILL')
    await Promise.all(ended)
    acknowledged.push(...recordings.flatMap(({ lines }) => lines))
    await meanwhile()
    await check(target, acknowledged)
  }
}

async function check(target: StoreTarget, acknowledged: readonly string[]): Promise<void> {
  const store = await openStore(target)
  const verdict = await verifyLog(allEntries(store))
  assert.ok(verdict.ok, JSON.stringify(verdict))
  assert.equal((await store.counts()).entries, verdict.entries)

  const kept = new Set<string>()
  for await (const { record } of allEntries(store)) kept.add(`${record?.visitor} ${record?.policy}`)
  assert.deepEqual(
    acknowledged.filter((line) => !kept.has(line)),
    [],
  )
  // The visitors' rows say the same as the log.
  const last = new Map(acknowledged.map((line) => line.split(' ') as [string, string]))
  for (const [visitor, policy] of last) {
    const choice = (await store.visitor(visitor))?.choice
    assert.ok(choice !== undefined && choice.policy >= Number(policy), `${visitor} ${policy}`)
  }
  const rates = await store.rates({ from: 0, to: Date.now() + 1e12 })
  assert.equal(
    rates.reduce((sum, { count }) => sum + count, 0),
    verdict.entries,
  )
  await store.close()
}
