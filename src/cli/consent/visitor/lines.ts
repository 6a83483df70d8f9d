/** The lines of a file that may be larger than memory. */

/** Characters that a line may have. */
const LONGEST = 65_536

/** A line with its number, from 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/**
 * The lines that are not empty, in batches, so that many can be worked on at once.
 *
 * @throws Error for a line that is too long to be one
 */
export async function* batchesOfLines(
  chunks: AsyncIterable<string>,
  size: number,
): AsyncGenerator<readonly Line[]> {
  let batch: Line[] = []
  let number = 0
  for await (const text of linesOf(chunks)) {
    number += 1
    if (text.length > LONGEST) {
      throw new Error(`Line ${number} has more than ${LONGEST} characters: one JSON object a line.`)
    }
    if (text.trim() === '') continue
    batch.push({ number, text })
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** A line that grows too long is given as far as it came. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  let isFirst = true
  for await (const chunk of chunks) {
    const pieces = (rest + (isFirst ? chunk.replace(/^\ufeff/, '') : chunk)).split('\n')
    isFirst = false
    rest = pieces.pop() ?? ''
    yield* pieces
    if (rest.length > LONGEST) break
  }
  yield rest
}
