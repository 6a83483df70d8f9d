/** The entries about one visitor. */
import type { ConsentStore, LogEntry } from '../../../consent-service/store/port.ts'

/** How many entries are read at once. */
const PAGE = 500

/** All that is about a visitor, in the order of the log. */
export async function* entriesOf(
  store: ConsentStore,
  visitor: string,
): AsyncGenerator<LogEntry, void, undefined> {
  const found: LogEntry[] = []
  for (let before: number | undefined; ; ) {
    const page = await store.log({
      visitor,
      limit: PAGE,
      ...(before === undefined ? {} : { beforeSeq: before }),
    })
    found.push(...page)
    before = page.at(-1)?.seq
    if (before === undefined || page.length < PAGE) break
  }
  yield* found.reverse()
}
