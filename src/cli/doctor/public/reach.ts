/** Whether the public address is reached, and who answers there. */

import { clipped, type Finding, failed, ok } from '../finding.ts'
import { certificate, notReached } from '../provider/reach.ts'
import { BASE_URL } from '../subject.ts'
import type { Answer, Wire } from '../wire.ts'

/** Answered by `hallpass guard serve`; an app behind `guardFromEnv` may say 404, which is as good. */
const PATH = '/_status/check'

/** What came of it. */
export interface PublicReach {
  readonly findings: readonly Finding[]
  /** Undefined where nothing that could be hallpass answered. */
  readonly answer: Answer | undefined
}

/** Asks the public address for a page that is never guarded. */
export async function reachPublic(baseUrl: string, wire: Wire): Promise<PublicReach> {
  let answer: Answer
  try {
    answer = await wire.call(baseUrl + PATH)
  } catch (error) {
    const finding = notReached('public', error, BASE_URL)
    return { findings: [finding], answer: undefined }
  }
  const ends = certificate('public', answer)
  const { status } = answer
  const who = answer.header('server')
  const server = who === undefined ? baseUrl : `${baseUrl} (${clipped(who, 40)})`
  // That of hallpass is JSON: it is there, and its upstreams are not, which is a check of its own.
  const isOurs = /json/.test(answer.header('content-type') ?? '')
  if (status >= 502 && status <= 504 && !isOurs) {
    const fix =
      'The proxy answers, and does not reach the service behind: start it, or correct its address in the proxy.'
    return {
      findings: [failed('public.reach', `${server} answers ${status}`, fix), ...ends],
      answer: undefined,
    }
  }
  return { findings: [ok('public.reach', `${server} answers`), ...ends], answer }
}
