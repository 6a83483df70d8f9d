/** What a client sent, piece by piece: to see whether a message quotes it. */

const MAX_LEAVES = 1000
const MAX_DEPTH = 12
/** Shorter ones are in many a word. */
const MIN_LENGTH = 4
/** A message may quote a value cut off. */
const BEGINNING = 16

/**
 * Whether a message has a value of `sent` in it, quoted in whatever way; so it does where there
 * are too many to look.
 */
export function quotesIn(sent: unknown): (message: string) => boolean {
  const leaves = new Set<string>()
  const complete = collect(sent, leaves, 0)
  return (message) => {
    const bare = lettersOf(message)
    return !complete || [...leaves].some((leaf) => bare.includes(leaf) || message.includes(leaf))
  }
}

function collect(value: unknown, leaves: Set<string>, depth: number): boolean {
  if (typeof value === 'object' && value !== null) {
    return depth < MAX_DEPTH && Object.values(value).every((one) => collect(one, leaves, depth + 1))
  }
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value)
    add(leaves, text)
    add(leaves, lettersOf(text))
    // Some write a line break as \n, and what holds a quotation once more.
    add(leaves, lettersOf(JSON.stringify(text)))
    add(leaves, lettersOf(JSON.stringify(JSON.stringify(text))))
  }
  return leaves.size <= MAX_LEAVES
}

function add(leaves: Set<string>, text: string): void {
  if (text.length >= MIN_LENGTH) leaves.add(text.slice(0, BEGINNING))
}

/** What no way of quoting changes. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}
