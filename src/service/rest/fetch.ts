/** `Request` and `Response`: fetch handlers, and the route handlers of Next.js. */
import { errorHeaders, type JsonAnswer, textOf } from './answer.ts'
import type { RestContext } from './create.ts'
import { shaped } from './shaped.ts'

/** What answers a request; what is no `Response` is sent as JSON. */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => unknown

/** Answers every request. */
export type FetchAnswer<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Promise<Response>

export function fetchRest<Rest extends readonly unknown[]>(
  context: RestContext,
  handler: FetchHandler<Rest>,
): FetchAnswer<Rest> {
  return async (request, ...rest) => {
    try {
      const given = await handler(request, ...rest)
      if (given instanceof Response) return await shapedResponse(given, context)
      if (given === undefined) return new Response(null, { status: 204 })
      return responseOf(valueAnswer(given, context))
    } catch (error) {
      if (isOfNext(error)) throw error
      return responseOf(context.errorAnswer(error))
    }
  }
}

/** Next.js redirects, and says that there is nothing, by throwing. */
function isOfNext(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && /^NEXT_/.test(String(error.digest))
}

/** What a handler gave, with status 200. */
export function valueAnswer(value: unknown, { format }: RestContext): JsonAnswer {
  const found = shaped(value, 200, format)
  const headers = { 'content-type': 'application/json' }
  return { status: 200, headers, body: found === undefined ? value : found.body }
}

/** As a `Response`. */
export function responseOf(answer: JsonAnswer): Response {
  return new Response(textOf(answer), { status: answer.status, headers: answer.headers })
}

/** Largest answer that is looked into, in bytes: a sentence is short. */
const MAX_TEXT = 65_536

/** The response, with its text or its message in our shape. Pages and files stay as they are. */
export async function shapedResponse(
  response: Response,
  { format }: RestContext,
): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  const isText = /^text\/plain\b/i.test(type)
  const isJson = response.status >= 400 && /^application\/json\b/i.test(type)
  if (!(isText || isJson) || response.body === null) return response
  const text = await shortText(response)
  if (text === undefined) return response
  const found = shaped(isText ? text : parsed(text), response.status, format)
  if (found === undefined) return response
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const own = found.isError ? errorHeaders(format) : { 'content-type': 'application/json' }
  for (const [name, value] of Object.entries(own)) headers.set(name, value)
  return new Response(JSON.stringify(found.body), { status: response.status, headers })
}

/** The text of a response, which can still be read; undefined for one that is long, or a stream. */
async function shortText(response: Response): Promise<string | undefined> {
  const { headers } = response
  if (headers.has('transfer-encoding')) return undefined
  if (Number(headers.get('content-length') ?? 0) > MAX_TEXT) return undefined
  const reader = response.clone().body?.getReader()
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done) return text + decoder.decode()
    size += value?.length ?? 0
    if (size > MAX_TEXT) {
      // The other branch goes on: this one must not wait for it.
      void reader?.cancel().catch(() => {})
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
