/** The tokens of a URLPattern (WHATWG URL Pattern, "tokenizing"). */
import { HallpassError } from '../errors.ts'

/** `text` is a letter that stands for itself; `group` what stands between round brackets. */
export interface Token {
  readonly kind: 'text' | 'escaped' | 'name' | 'group' | 'star' | 'modifier' | 'open' | 'close'
  readonly value: string
}

/** The name after a colon. */
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy

/** @throws `invalid_config` that says what is wrong with the pattern */
export function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < pattern.length) {
    const token = tokenAt(pattern, at)
    tokens.push(token)
    at += LENGTH[token.kind](token.value)
  }
  return tokens
}

/** How much of the pattern a token is. */
const LENGTH: Readonly<Record<Token['kind'], (value: string) => number>> = {
  text: () => 1,
  escaped: () => 2,
  name: (value) => value.length + 1,
  group: (value) => value.length + 2,
  star: () => 1,
  modifier: () => 1,
  open: () => 1,
  close: () => 1,
}

function tokenAt(pattern: string, at: number): Token {
  const value = pattern[at] ?? ''
  switch (value) {
    case '*':
      return { kind: 'star', value }
    case '+':
    case '?':
      return { kind: 'modifier', value }
    case '{':
      return { kind: 'open', value }
    case '}':
      return { kind: 'close', value }
    case '\\':
      return { kind: 'escaped', value: pattern[at + 1] ?? fault('ends in a \\') }
    case ':':
      return { kind: 'name', value: nameAt(pattern, at + 1) }
    case '(':
      return { kind: 'group', value: groupAt(pattern, at + 1) }
    default:
      return { kind: 'text', value }
  }
}

function nameAt(pattern: string, from: number): string {
  NAME.lastIndex = from
  return (
    NAME.exec(pattern)?.[0] ?? fault('has a : without a name after it: write \\: for the colon')
  )
}

/** The regular expression up to the bracket that closes the one before it. */
function groupAt(pattern: string, from: number): string {
  if (pattern[from] === '?') fault('has a group that begins with ?')
  let depth = 1
  for (let at = from; at < pattern.length; at++) {
    const letter = pattern[at]
    if (letter === '\\') at++
    else if (letter === ')') depth--
    else if (letter === '(') {
      depth++
      if (pattern[at + 1] !== '?') fault('has a group in a group: write (?:…) for the inner one')
    }
    if (depth > 0) continue
    return pattern.slice(from, at) || fault('has a group with nothing in it')
  }
  return fault('has a ( that nothing closes')
}

/** @throws always */
export function fault(message: string): never {
  throw new HallpassError('invalid_config', `urlPattern ${message}`)
}
