/** `hallpass consent policy publish`: puts another version of the policy in force. */
import { CLASSIC_CATEGORIES } from '../../../consent/wire/categories.ts'
import { isSamePolicy } from '../../../consent-service/store/policy-hash.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { readText } from '../files.ts'
import { dataLine, STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { categoriesOfFile } from './categories-file.ts'
import { askedAbout } from './words.ts'

const HELP = 'hallpass consent policy publish --help'

const PUBLISH_HELP = `Usage: hallpass consent policy publish FILE (--material | --wording) [options]

Puts another version of the policy in force: the text of FILE (UTF-8). One of these must be said:
  --material  What visitors agree to changes: everybody is asked again, on every site.
  --wording   Only the words change: nobody is asked again.

Options:
  --categories <file>  What visitors are asked about, as a JSON list:
                         [{"id": "essential", "always": true},
                          {"id": "performance", "classic": "performance"},
                          {"id": "functionality", "classic": "functionality"},
                          {"id": "video", "title": "Video", "description": "Films of others"}]
                       "classic" is the category that older clients know it by. Without this,
                       those of the version before; at first, the three classic ones.
${STORE_HELP}
`

const OPTIONS = {
  ...STORE_OPTIONS,
  material: { type: 'boolean', default: false },
  wording: { type: 'boolean', default: false },
  categories: { type: 'string' },
} as const

/** Runs the command; gives the exit status. */
export async function publishPolicy(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(PUBLISH_HELP)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined) throw new UsageError('which file has the text?', HELP)
  if (more.length > 0) throw new UsageError('one file at a time', HELP)
  if (values.material === values.wording) {
    throw new UsageError('say one of --material (asks everybody again) and --wording', HELP)
  }
  const target = storeTarget(values.data, process.env, HELP)
  const text = readText(file)
  if (text.trim() === '') throw new Error(`${file} is empty.`)
  const declared = values.categories === undefined ? undefined : categoriesOfFile(values.categories)
  const said = await withStore(target, async (store) => {
    const last = (await store.policies()).at(-1)
    const categories = declared ?? last?.categories ?? CLASSIC_CATEGORIES
    if (last !== undefined && isSamePolicy(last, { text, categories })) {
      return `Nothing changed: version ${last.version} has this text and these categories.`
    }
    const { material } = values
    const { version } = await store.addPolicy({ text, categories, material, at: Date.now() })
    return published(version, material, askedAbout(categories))
  })
  process.stdout.write(`${said}\n${dataLine(target)}\n`)
  return 0
}

function published(version: number, material: boolean, asked: string): string {
  const again = material
    ? 'Everybody is asked again who chose before.'
    : 'Choices that were made before go on.'
  return `Version ${version} is in force; it asks about ${asked}. ${again}`
}
