/** `hallpass consent site rotate`: another API key for a site, without downtime. */
import { newApiKey } from '../../../consent-service/api-key.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { dataLine, STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { keyLines } from './key.ts'
import { originOf } from './origin.ts'
import { theOrigin, theSite } from './site.ts'

const HELP = 'hallpass consent site rotate --help'

const ROTATE_HELP = `Usage: hallpass consent site rotate ORIGIN [options]

Makes a site another API key and prints it: the last line, alone. It is shown once. The keys before
are taken for a while longer, in which the site gets the new one.

Options:
  --grace <seconds>    How long the keys before are still taken (default 86400, a day). 0 ends them
                       now: for a key that leaked. A service that runs sees it within 5 seconds.
${STORE_HELP}
`

const OPTIONS = { ...STORE_OPTIONS, grace: { type: 'string', default: '86400' } } as const

/** Runs the command; gives the exit status. */
export async function rotateKey(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(ROTATE_HELP)
    return 0
  }
  const origin = originOf(theOrigin(positionals, HELP), HELP)
  if (!/^\d{1,9}$/.test(values.grace)) {
    throw new UsageError('--grace must be seconds, a whole number', HELP)
  }
  const target = storeTarget(values.data, process.env, HELP)
  const now = Date.now()
  const end = now + Number(values.grace) * 1000
  const { key, hash } = newApiKey()
  await withStore(target, async (store) => {
    const { id } = await theSite(store, origin)
    await store.addKey(id, hash, now, end)
  })
  const said = [`${origin} has another API key.`, ending(end, now), dataLine(target)]
  process.stdout.write(keyLines(said, key))
  return 0
}

function ending(end: number, now: number): string {
  if (end === now) return 'The keys before are refused: by a service that runs, within 5 seconds.'
  return `The keys before are taken until ${new Date(end).toISOString()}.`
}
