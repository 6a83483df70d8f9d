/** Whether a cache keeps what is for one visitor alone. */
import { clipped, type Finding, failed, ok, warning } from '../finding.ts'
import type { Answer } from '../wire.ts'

const NAME = 'public.cache'
const FIX = 'Take the paths below /_hallpass/, and every answer with Set-Cookie, out of the cache.'

/** Compares two answers to the same question, which never are the same. */
export function cacheFinding(first: Answer, second: Answer): Finding {
  if (first.header('location') === second.header('location')) {
    return failed(NAME, 'two visitors got the same login: a cache kept the answer', FIX)
  }
  const trace = [first, second].map(hitOf).find((one) => one !== undefined)
  if (trace !== undefined) return failed(NAME, `the login came from a cache (${trace})`, FIX)
  if (!/\bno-store\b/i.test(first.header('cache-control') ?? '')) {
    const said = clipped(first.header('cache-control') ?? 'nothing', 60)
    const found = `hallpass says Cache-Control: no-store, and what arrives is ${said}`
    return warning(NAME, found, 'Let the proxy keep Cache-Control as it is.')
  }
  return ok(NAME, 'two logins differ, and no-store arrives')
}

function hitOf(answer: Answer): string | undefined {
  const age = Number(answer.header('age') ?? 0)
  if (age > 0) return `Age: ${age}`
  const names = ['x-cache', 'x-cache-status', 'cf-cache-status', 'x-proxy-cache', 'cache-status']
  return names
    .map((name) => ({ name, value: answer.header(name) ?? '' }))
    .filter(({ value }) => /\bhit\b/i.test(value))
    .map(({ name, value }) => `${name}: ${clipped(value, 40)}`)
    .at(0)
}
