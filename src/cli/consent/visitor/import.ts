/** `hallpass consent import`: takes over the choices of an older service. */
import { createReadStream } from 'node:fs'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { fileReason } from '../files.ts'
import { Progress } from '../progress.ts'
import { originOf } from '../site/origin.ts'
import { theSite } from '../site/site.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { ImportCount } from './import-count.ts'
import { Importer } from './importer.ts'
import { batchesOfLines } from './lines.ts'

const HELP = 'hallpass consent import --help'

const IMPORT_HELP = `Usage: hallpass consent import FILE --site ORIGIN [options]

Takes over what visitors chose at an older service, so that nobody is asked again. FILE has one JSON
object a line; - reads it from stdin:
  {"user_uuid": "…", "consent": "all", "updated_at": "2026-11-24T05:00:00+00:00"}

The visitors become known to the sites, which then take their cookies. A choice that is newer here
stays; to run it again changes nothing. Publish the policy before, so that it is the one in force.
Who was forgotten here comes back where the file still has them.

Options:
  --site <origin>      A site that knows these visitors. May be given often.
${STORE_HELP}

Exit status: 0 all lines were used, 1 some were not, 2 wrong usage.
`

const OPTIONS = { ...STORE_OPTIONS, site: { type: 'string', multiple: true } } as const

/** Lines that are worked on at once. */
const BATCH = 500

/** Runs the command; gives the exit status. */
export async function importCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(IMPORT_HELP)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined) throw new UsageError('which file? - reads stdin', HELP)
  if (more.length > 0) throw new UsageError('one file at a time', HELP)
  const origins = new Set((values.site ?? []).map((origin) => originOf(origin, HELP)))
  if (origins.size === 0) throw new UsageError('which sites know these visitors? Say --site', HELP)
  const target = storeTarget(values.data, process.env, HELP)
  const count = new ImportCount()
  try {
    await withStore(target, (store) => importAll(store, file, [...origins], count))
  } catch (error) {
    // What was taken over before is durable.
    if (count.lines > 0) process.stderr.write(count.text())
    throw error
  }
  process.stderr.write(count.badText())
  process.stdout.write(count.text())
  return count.bad === 0 ? 0 : 1
}

async function importAll(
  store: ConsentStore,
  file: string,
  origins: readonly string[],
  count: ImportCount,
): Promise<void> {
  const sites = await Promise.all(origins.map((origin) => theSite(store, origin)))
  const policy = (await store.policies()).at(-1)
  if (policy === undefined) {
    process.stderr.write(
      'hallpass: No policy was published yet. Publish the first one with --wording: --material ' +
        'would ask everybody again.\n',
    )
  }
  const importer = new Importer(store, sites, policy)
  const progress = new Progress()
  try {
    for await (const batch of batchesOfLines(textOf(file), BATCH)) {
      const now = Date.now()
      const results = await Promise.all(batch.map(({ text }) => importer.take(text, now)))
      results.forEach((result, index) => {
        count.add(result, batch[index]?.number ?? 0)
      })
      progress.show(count.text().trimEnd())
    }
  } finally {
    progress.end()
  }
}

async function* textOf(file: string): AsyncGenerator<string> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  try {
    for await (const chunk of stream.setEncoding('utf8')) yield String(chunk)
  } catch (error) {
    throw new Error(`${file} cannot be read: ${fileReason(error)}.`)
  }
}
