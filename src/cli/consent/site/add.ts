/** `hallpass consent site add`: lets a site use the service. */
import { newApiKey } from '../../../consent-service/api-key.ts'
import { CALLBACK } from '../../../consent-service/site-address.ts'
import { isHallpassError } from '../../../errors.ts'
import { readArguments } from '../../arguments.ts'
import { dataLine, STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { keyLines } from './key.ts'
import { callbackOf, originOf } from './origin.ts'
import { theOrigin } from './site.ts'

const HELP = 'hallpass consent site add --help'

const ADD_HELP = `Usage: hallpass consent site add ORIGIN [options]

Lets a site use the central service, and prints its API key: the last line, alone. It is shown once.
A service that runs knows the site at once.

ORIGIN is https and a host, such as https://shop.example; http for localhost and its names,
127.0.0.1 and [::1].

Options:
  --callback <path>    Where the site takes visitors back (default ${CALLBACK}).
${STORE_HELP}
`

const OPTIONS = {
  ...STORE_OPTIONS,
  callback: { type: 'string', default: CALLBACK },
} as const

/** Runs the command; gives the exit status. */
export async function addSite(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(ADD_HELP)
    return 0
  }
  const given = theOrigin(positionals, HELP)
  const origin = originOf(given, HELP)
  const callback = callbackOf(values.callback, HELP)
  const target = storeTarget(values.data, process.env, HELP)
  const { key, hash } = newApiKey()
  const site = { origin, callback, createdAt: Date.now() }
  await withStore(target, (store) =>
    store.addSite(site, hash).catch((error: unknown) => {
      throw isHallpassError(error) && error.code === 'bad_request' ? thereAlready(origin) : error
    }),
  )
  const said = [`${origin} was added; visitors come back to ${origin}${callback}`]
  if (origin !== given) said.push(`(as browsers write it; given was ${given})`)
  process.stdout.write(keyLines([...said, dataLine(target)], key))
  return 0
}

function thereAlready(origin: string): Error {
  return new Error(
    `${origin} is there already. Another key for it: hallpass consent site rotate ${origin}`,
  )
}
