/** `hallpass consent verify`: checks the log from its first entry to its last. */
import { count, counted } from '../../../consent-service/counted.ts'
import { GENESIS } from '../../../consent-service/log/entry.ts'
import { parseReceipt, type Receipt, verifyReceipt } from '../../../consent-service/log/receipt.ts'
import { allEntries } from '../../../consent-service/log/verify.ts'
import { verifyStore } from '../../../consent-service/log/verify-store.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { readText } from '../files.ts'
import { Progress } from '../progress.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { noMoreWords } from '../words.ts'

const HELP = 'hallpass consent verify --help'

const VERIFY_HELP = `Usage: hallpass consent verify [options]

Checks that no entry of the log was changed, put in between or taken out, that every record that was
not forgotten is the one its entry was made for, that no record is missing that was not forgotten,
and that the policies are those that were published. Prints how many entries there are, how many of
them were forgotten, and the head: the hash of the last one.

Whoever can write to all of the data could cut off the end of the log, or write it anew. So keep the
head somewhere else from time to time, and give it with --head: the log must still hold it.

Options:
  --head <hash>        A head that was kept.
  --receipt <file>     Checks a visitor's receipt, too: that it was not changed, and is in the log.
${STORE_HELP}

Exit status: 0 the log is whole, 1 it is not, 2 wrong usage.
`

const OPTIONS = {
  ...STORE_OPTIONS,
  head: { type: 'string' },
  receipt: { type: 'string' },
} as const

/** Runs the command; gives the exit status. */
export async function verifyCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(VERIFY_HELP)
    return 0
  }
  noMoreWords(positionals, 'consent verify')
  const head = values.head?.toLowerCase()
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new UsageError('--head must be a head that verify printed: 64 hexadecimal digits', HELP)
  }
  const target = storeTarget(values.data, process.env, HELP)
  const { receipt: file } = values
  const receipt = file === undefined ? undefined : receiptIn(file)
  const { ok, text } = await withStore(target, async (store) => {
    const log = await verified(store, head)
    if (!log.ok || receipt === undefined) return log
    const verdict = await verifyReceipt(receipt, allEntries(store))
    if (!verdict.ok) return wrong(`The receipt is not right${placed(verdict)}.`)
    return { ok: true, text: `${log.text}Receipt    ${held(verdict)}\n` }
  })
  const stream = ok ? process.stdout : process.stderr
  stream.write(text)
  return ok ? 0 : 1
}

function held({
  entries,
  forgotten,
}: {
  readonly entries: number
  readonly forgotten: number
}): string {
  const all = `${counted(entries, 'entry', 'entries')}, all in the log`
  if (forgotten === 0) return all
  return `${all} (${forgotten === entries ? '' : `${count(forgotten)} of them `}forgotten here since)`
}

function placed({ seq, what }: { readonly seq: number; readonly what: string }): string {
  return seq === 0 ? `: ${what}` : `. Entry ${seq}: ${what}`
}

interface Answer {
  readonly ok: boolean
  readonly text: string
}

function wrong(sentence: string): Answer {
  return { ok: false, text: `hallpass: ${sentence}\n` }
}

function receiptIn(file: string): Receipt {
  const text = readText(file)
  try {
    return parseReceipt(text)
  } catch {
    throw new Error(`${file} is no receipt that "hallpass consent export --visitor" made.`)
  }
}

async function verified(store: ConsentStore, kept: string | undefined): Promise<Answer> {
  const progress = new Progress()
  let isHeld = kept === undefined || kept === GENESIS
  const watched: Parameters<typeof verifyStore>[0] = {
    head: () => store.head(),
    policies: () => store.policies(),
    async entries(afterSeq, limit) {
      const page = await store.entries(afterSeq, limit)
      if (page.some(({ hash }) => hash === kept)) isHeld = true
      progress.show(`${counted(afterSeq, 'entry', 'entries')} checked`)
      return page
    },
  }
  const verdict = await verifyStore(watched).finally(() => progress.end())
  if (!verdict.ok) return wrong(`The log is not whole${placed(verdict)}.`)
  const { entries, forgotten, head } = verdict
  if (!isHeld) {
    return wrong(
      `None of the ${counted(entries, 'entry', 'entries')} has the hash ${kept}: the end of the ` +
        'log was cut off, or all of it was written anew, after that head was kept.',
    )
  }
  const lines = [
    'The log is whole.',
    `Entries    ${count(entries)}`,
    `Forgotten  ${count(forgotten)}`,
    `Head       ${head.hash}`,
  ]
  return { ok: true, text: `${lines.join('\n')}\n` }
}
