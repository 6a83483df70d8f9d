/** What a check throws: which request, what was expected, what came. */

/** Characters of a value, and of a body, that a message shows. */
const MAX_VALUE = 300
const MAX_BODY = 2000

/** One expectation that an answer did not meet. */
export interface Mismatch {
  /** In upper case. */
  readonly method: string
  /** Path and query as they were sent. */
  readonly path: string
  /** What was looked at, where it is not the status: `title`, `number of items`. */
  readonly what?: string | undefined
  readonly expected: unknown
  readonly got: unknown
  /** The body of the answer: parsed where it is JSON, else its text. */
  readonly body: unknown
}

/**
 * An answer is not what was expected. The message says all of it, in every test runner; what it
 * has beside is of the first mismatch.
 *
 * @example
 * GET /notes/7: expected 200, got 404
 *   body: {"_errors":["not found"]}
 */
export class ApiTestError extends Error implements Mismatch {
  override readonly name = 'ApiTestError'
  // Behind getters, as runners print an error's own properties below its message.
  readonly #first: Mismatch

  constructor(first: Mismatch, ...others: readonly Mismatch[]) {
    super([first, ...others].map(inWords).join('\n'))
    this.#first = first
  }

  get method(): string {
    return this.#first.method
  }

  get path(): string {
    return this.#first.path
  }

  get what(): string | undefined {
    return this.#first.what
  }

  get expected(): unknown {
    return this.#first.expected
  }

  get got(): unknown {
    return this.#first.got
  }

  get body(): unknown {
    return this.#first.body
  }
}

function inWords({ method, path, what, expected, got, body }: Mismatch): string {
  const subject = what === undefined ? '' : `${what}: `
  const line = `${method} ${path}: ${subject}expected ${either(expected)}, got ${shown(got)}`
  return `${line}\n  body: ${cut(textOf(body), MAX_BODY)}`
}

/** Several statuses that would do. */
function either(expected: unknown): string {
  const isList = Array.isArray(expected) && expected.every((one) => typeof one === 'number')
  return isList ? expected.join(' or ') : shown(expected)
}

function textOf(body: unknown): string {
  if (body === undefined) return '(none)'
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function shown(value: unknown): string {
  return cut(JSON.stringify(value) ?? String(value), MAX_VALUE)
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`
}
