/** The path syntax of `URLPattern`, on the engine that cannot be slow. */
import { isHallpassError } from '../errors.ts'
import { type PathPattern, patternOf } from '../guard/path-pattern.ts'
import { compileLinear } from './path-pattern.ts'
import { fault, type Token, tokensOf } from './url-pattern-tokens.ts'

/** One or more characters of one segment. */
const SEGMENT = '[^/]+'
/** What has one reading in the path of a request. */
const PLAIN_TEXT = /^[\w.~!$&'()*+,=:@/-]*$/
/** A segment that is resolved before anything is asked about it. */
const DOTS = /\/\.{1,2}(?=\/|$)/
/**
 * What an expression in a group may not hold: sets in sets mean one thing to JavaScript and another
 * to RE2.
 */
const SETS = /&&|--|\[[^\]]*\[|\(\?[^:]/

/**
 * A path in the syntax of `URLPattern`, in place of a path in the rules of `guard`:
 * `/orders/:id`, `/files/:name(.+\\.pdf)`, `/docs{/:page}?`, `/a/*`. It is for the whole path, in
 * any case, with or without a last slash.
 *
 * Source: WHATWG URL Pattern, "parse a pattern string", "generate a regular expression".
 *
 * @throws `invalid_config` for what is no such pattern, or cannot be decided in linear time
 */
export function urlPattern(source: string): PathPattern {
  if (!/^(?:\/|\{\/|\*)/.test(source)) fault('must begin with / or *')
  if (source.includes('//')) fault('has an empty segment')
  const engine = compile(new Parser(tokensOf(source)).expression())
  return patternOf(source, (path) => {
    const slashed = path.endsWith('/') ? path : `${path}/`
    return engine.testExact(path) || engine.testExact(slashed)
  })
}

function compile(expression: string): ReturnType<typeof compileLinear> {
  try {
    return compileLinear(expression)
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return fault(error.message.replace(/^pathPattern /, 'makes what '))
  }
}

/** From tokens to a regular expression, part by part. */
class Parser {
  readonly #tokens: readonly Token[]
  readonly #names = new Set<string>()
  #at = 0
  /** Text that no part has taken yet. */
  #text = ''
  #out = ''

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  expression(): string {
    while (this.#at < this.#tokens.length) this.#part()
    this.#endText()
    return this.#out
  }

  #part(): void {
    const letter = this.#take('text')
    const matcher = this.#matcher()
    if (matcher !== undefined) {
      // A slash belongs to what comes after it: `/:id?` matches without the slash, too.
      const prefix = letter === '/' ? '/' : ''
      if (prefix === '') this.#text += letter ?? ''
      this.#endText()
      this.#group(prefix, matcher, '', this.#modifier())
      return
    }
    const text = letter ?? this.#take('escaped')
    if (text !== undefined) {
      this.#text += text
      return
    }
    if (this.#take('open') === undefined) fault(`has a ${this.#next()} with nothing before it`)
    this.#braces()
  }

  /** `{prefix:name suffix}` and its modifier. */
  #braces(): void {
    const prefix = this.#letters()
    const matcher = this.#matcher()
    const suffix = this.#letters()
    if (this.#take('close') === undefined) fault('has a { that nothing closes')
    const modifier = this.#modifier()
    if (matcher === undefined && modifier === '') {
      this.#text += prefix
      return
    }
    this.#endText()
    if (matcher !== undefined) this.#group(prefix, matcher, suffix, modifier)
    else if (prefix !== '') this.#out += `(?:${literal(prefix)})${modifier}`
  }

  /** The expression of `:name`, `:name(…)`, `(…)` or `*`. */
  #matcher(): string | undefined {
    const name = this.#take('name')
    const group = this.#take('group')
    if (name !== undefined) {
      if (this.#names.has(name)) fault('has a name twice')
      this.#names.add(name)
    }
    if (group !== undefined) return groupOf(group)
    if (name !== undefined) return SEGMENT
    return this.#take('star') === undefined ? undefined : '.*'
  }

  #group(before: string, matcher: string, after: string, modifier: string): void {
    const [prefix, suffix] = [literal(before), literal(after)]
    const once = `(?:${matcher})`
    if (modifier === '' || modifier === '?') {
      this.#out += `(?:${prefix}${once}${suffix})${modifier}`
      return
    }
    const more = `(?:${suffix}${prefix}${once})*`
    this.#out += `(?:${prefix}${once}${more}${suffix})${modifier === '*' ? '?' : ''}`
  }

  #modifier(): string {
    return this.#take('modifier') ?? this.#take('star') ?? ''
  }

  #letters(): string {
    let letters = ''
    for (;;) {
      const letter = this.#take('text') ?? this.#take('escaped')
      if (letter === undefined) return letters
      letters += letter
    }
  }

  #endText(): void {
    this.#out += literal(this.#text)
    this.#text = ''
  }

  #take(kind: Token['kind']): string | undefined {
    const token = this.#tokens[this.#at]
    if (token?.kind !== kind) return undefined
    this.#at++
    return token.value
  }

  #next(): string {
    return this.#tokens[this.#at]?.value ?? ''
  }
}

/** The text of a part; its segments must be those that a request can have. */
function literal(text: string): string {
  if (!PLAIN_TEXT.test(text)) fault('has text that no path holds in one reading only')
  if (DOTS.test(text)) fault('has a segment of dots')
  return text.replace(/[.*+?^${}()[\]|/\\]/g, '\\$&')
}

/** An expression that JavaScript and RE2 take for the same. */
function groupOf(source: string): string {
  const bare = source.replace(/\\./g, '')
  if (SETS.test(bare)) fault('has a set in a set, a look-around or a flag')
  try {
    new RegExp(source, 'u')
  } catch {
    fault('has a group that is no regular expression')
  }
  return source
}
