/** Whether headers as large as those of a large session come through, in both directions. */
import { prefixedName } from '../../../http/cookies.ts'
import { type Finding, failed, ok } from '../finding.ts'
import type { Subject } from '../subject.ts'
import type { Answer, Wire } from '../wire.ts'
import { WireFault } from '../wire-fault.ts'
import { loginUrl, pageHeaders } from './login.ts'

/** The cookies of the largest session: four of three thousand characters. */
const COOKIES = Array.from({ length: 4 }, (_, i) => `hallpass_doctor_${i}=${'x'.repeat(3000)}`)

/** A page to come back to that makes the cookie of a login nearly as long as one may be. */
const FAR_PAGE = `/?hallpass-doctor=${'x'.repeat(1900)}`
/** Logins that never were: for each the answer has a line that clears it. */
const LEFTOVERS = 30

/** Sends 12 KB of cookies. Nothing to say where the same without cookies is not answered. */
export async function checkRequestRoom(subject: Subject, wire: Wire): Promise<Finding[]> {
  const name = 'public.request-room'
  const { baseUrl = '', routes, flagCookie } = subject
  const ask = (cookies: readonly (string | undefined)[]) => {
    const cookie = cookies.filter((one) => one !== undefined).join('; ')
    return attempt(wire, baseUrl + routes.session, cookie === '' ? {} : { cookie })
  }
  const plain = await ask([flagCookie])
  if (plain.status !== 200) return []
  const large = await ask([flagCookie, ...COOKIES])
  if (large.status === 200) return [ok(name, '12 KB of cookies come through')]
  const found = `12 KB of cookies, as a large session has, are answered ${large.said}`
  const fix = /nginx/i.test(large.server)
    ? 'nginx: large_client_header_buffers 4 32k;'
    : large.status === 431
      ? 'Node takes 16 KB of headers: start it with --max-http-header-size=32768. Any other server: give it room for 16 KB.'
      : 'Give the proxy room for request headers of 16 KB: nginx has large_client_header_buffers for it.'
  return [failed(name, found, fix)]
}

/** Asks for an answer with as large a head as can be had from outside. */
export async function checkAnswerRoom(subject: Subject, wire: Wire): Promise<Finding[]> {
  const name = 'public.answer-room'
  const secure = subject.baseUrl?.startsWith('https:') === true
  const leftovers = Array.from({ length: LEFTOVERS }, (_, i) => {
    const number = String(i).padStart(4, '0')
    return `${prefixedName(`hallpass_tx_doctor${number}`, { path: '/', secure, sameSite: 'lax' })}=x`
  })
  const headers = pageHeaders(subject, leftovers.join('; '))
  const large = await attempt(wire, loginUrl(subject, FAR_PAGE), headers)
  if (large.status >= 300 && large.status <= 399) {
    const size = (large.headBytes / 1024).toFixed(1)
    return [ok(name, `an answer with ${size} KB of headers comes through`)]
  }
  const found = `an answer with about 6 KB of headers comes out as ${large.said}`
  const fix =
    'Give the proxy room for the head of an answer; nginx: proxy_buffer_size 32k; proxy_buffers 8 32k; proxy_busy_buffers_size 64k;'
  return [failed(name, found, fix)]
}

interface Attempt {
  /** 0: the connection broke. */
  readonly status: number
  readonly said: string
  readonly server: string
  readonly headBytes: number
}

async function attempt(
  wire: Wire,
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<Attempt> {
  try {
    const answer: Answer = await wire.call(address, { headers })
    const { status, headBytes } = answer
    return { status, said: `HTTP ${status}`, server: answer.header('server') ?? '', headBytes }
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return { status: 0, said: `not at all: ${error.message}`, server: '', headBytes: 0 }
  }
}
