/** `hallpass consent site list`: the sites that may use the service. */
import { counted } from '../../../consent-service/counted.ts'
import type { Site, SiteKey } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { table } from '../table.ts'
import { withStore } from '../with-store.ts'
import { noMoreWords } from '../words.ts'

const HELP = 'hallpass consent site list --help'

const LIST_HELP = `Usage: hallpass consent site list [options]

Shows the sites that may use the central service, and how many API keys each has.

Options:
  --json               Prints JSON.
${STORE_HELP}
`

const OPTIONS = { ...STORE_OPTIONS, json: { type: 'boolean', default: false } } as const

/** A site with the keys that are still taken, newest first. */
export interface ListedSite {
  readonly site: Site
  readonly keys: readonly SiteKey[]
}

/** Runs the command; gives the exit status. */
export async function listSites(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(LIST_HELP)
    return 0
  }
  noMoreWords(positionals, 'consent site list')
  const target = storeTarget(values.data, process.env, HELP)
  const now = Date.now()
  const listed = await withStore(target, async (store) => {
    const sites = await store.sites()
    return Promise.all(
      sites.map(async (site) => ({ site, keys: taken(await store.keys(site.id), now) })),
    )
  })
  process.stdout.write(values.json ? sitesJson(listed) : sitesText(listed))
  return 0
}

function taken(keys: readonly SiteKey[], now: number): readonly SiteKey[] {
  return keys
    .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** The sites as JSON, with times in ISO 8601. */
export function sitesJson(listed: readonly ListedSite[]): string {
  const content = listed.map(({ site: { origin, callback, createdAt }, keys }) => ({
    origin,
    callback,
    createdAt: new Date(createdAt).toISOString(),
    keys: keys.map((key) => ({
      createdAt: new Date(key.createdAt).toISOString(),
      endsAt: key.endsAt === undefined ? null : new Date(key.endsAt).toISOString(),
    })),
  }))
  return `${JSON.stringify(content, undefined, 2)}\n`
}

/** The sites as a table. */
export function sitesText(listed: readonly ListedSite[]): string {
  if (listed.length === 0) {
    return 'There is no site yet. To add one: hallpass consent site add https://shop.example\n'
  }
  const rows = listed.map(({ site: { origin, callback, createdAt }, keys }) => [
    origin,
    callback,
    new Date(createdAt).toISOString().slice(0, 10),
    keysText(keys),
  ])
  return table([['Origin', 'Callback', 'Since', 'Keys'], ...rows])
}

function keysText(keys: readonly SiteKey[]): string {
  const [end] = keys.flatMap(({ endsAt }) => endsAt ?? []).sort((a, b) => b - a)
  const count = counted(keys.length, 'key', 'keys')
  if (end === undefined) return count
  return `${count}; old ones until ${new Date(end).toISOString().slice(0, 16)}Z`
}
