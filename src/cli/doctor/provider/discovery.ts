/** The provider's metadata: whether it is there, and whose it says it is. */
import * as oauth from 'oauth4webapi'
import { isRecord } from '../../../session/state.ts'
import { clipped, type Finding, failed, ok, warning } from '../finding.ts'
import { ISSUER } from '../subject.ts'
import type { Answer, Wire } from '../wire.ts'
import { certificate, notReached } from './reach.ts'

/** What the provider says of itself, not yet believed. */
export type Metadata = Readonly<Record<string, unknown>>

/** What came of asking for it. */
export interface Discovery {
  readonly findings: readonly Finding[]
  readonly metadata: Metadata | undefined
  readonly answer: Answer | undefined
}

const WELL_KNOWN = '/.well-known/openid-configuration'

/** Asks for the metadata, as a login does. */
export async function discover(issuer: string, wire: Wire): Promise<Discovery> {
  const address = await addressOf(issuer)
  let answer: Answer
  try {
    answer = await wire.call(address, { headers: { accept: 'application/json' } })
  } catch (error) {
    return nothing([notReached('provider', error, ISSUER)])
  }
  const reached = ok('provider.reach', `${answer.url.host} answers`)
  const findings = [reached, ...certificate('provider', answer)]
  const parsed = answer.status === 200 && !answer.isCut ? parse(answer.body) : undefined
  if (!isRecord(parsed)) return { ...nothing([...findings, noMetadata(answer)]), answer }
  const found = ok('provider.discovery', `${address}`)
  return {
    findings: [...findings, found, issuerFinding(issuer, parsed.issuer)],
    metadata: parsed,
    answer,
  }
}

function nothing(findings: readonly Finding[]): Discovery {
  return { findings, metadata: undefined, answer: undefined }
}

/** The library's own address for an issuer, so that both ask at the same place. */
async function addressOf(issuer: string): Promise<string> {
  let address = ''
  await oauth.discoveryRequest(new URL(issuer), {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url) => {
      address = url
      return new Response()
    },
  })
  return address
}

function noMetadata({ url, status, isCut, header }: Answer): Finding {
  const fail = (found: string, fix: string) =>
    failed('provider.discovery', `${url.href} ${found}`, fix)
  const location = header('location')
  if (url.pathname.replace(WELL_KNOWN, '').includes('/.well-known/')) {
    return fail(`answers ${status}`, `Take /.well-known/… off the end of ${ISSUER}.`)
  }
  if (location !== undefined) {
    return fail(
      `leads on to ${clipped(URL.parse(location, url)?.href ?? location)}`,
      `Set ${ISSUER} to the issuer that the document there names; no redirect is followed.`,
    )
  }
  if (status >= 500) return fail(`answers ${status}`, 'Look at the log of the provider.')
  if (status !== 200) {
    return fail(
      `answers ${status}`,
      `Correct ${ISSUER}: the issuer is often longer than a host, as in https://id.example/realms/shop.`,
    )
  }
  if (isCut) return fail('is longer than 1 MiB', `Correct ${ISSUER}: that is no metadata.`)
  return fail('is no JSON object', `Correct ${ISSUER}: a page of another server answers there.`)
}

function issuerFinding(configured: string, named: unknown): Finding {
  const name = 'provider.issuer'
  if (typeof named !== 'string') {
    return failed(name, 'the metadata names no issuer', `Correct ${ISSUER}, or the provider.`)
  }
  const shown = clipped(named)
  if (named === configured) return ok(name, shown)
  if (URL.parse(named)?.href === new URL(configured).href) {
    return warning(
      name,
      `the provider writes ${shown}, and ${ISSUER} is ${configured}: hallpass takes both`,
      `Write ${ISSUER}=${shown} all the same: other programs compare letter by letter.`,
    )
  }
  const slash = named.replace(/\/$/, '') === configured.replace(/\/$/, '')
  return failed(
    name,
    `the provider calls itself ${shown}, and ${ISSUER} is ${configured}${slash ? ': a slash at the end' : ''}`,
    `Write ${ISSUER}=${shown}: the provider’s spelling is the right one. If that is not the provider you mean, correct the address.`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
