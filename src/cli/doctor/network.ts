/** The checks that ask somebody, each as soon as it knows enough. */
import type { MaybePromise } from '../../http/exchange.ts'
import type { ProviderSettings } from '../../login/types.ts'
import { checkRedirectUri } from './client/redirect-uri.ts'
import { checkSecret } from './client/secret.ts'
import { checkSignOutUri } from './client/sign-out-uri.ts'
import type { Finding } from './finding.ts'
import type { Planned } from './planned.ts'
import { clockFinding } from './provider/clock.ts'
import { type Discovery, discover, type Metadata } from './provider/discovery.ts'
import { checkKeys } from './provider/keys.ts'
import { metadataFindings } from './provider/metadata.ts'
import { callerFor } from './provider/reach.ts'
import { serverOf } from './provider/server.ts'
import { checkLogin } from './public/login.ts'
import { proxyFinding } from './public/proxy.ts'
import { reachPublic } from './public/reach.ts'
import { checkAnswerRoom, checkRequestRoom } from './public/room.ts'
import { logoutUriOf, redirectUriOf, type Subject, subjectOf } from './subject.ts'
import { exposure } from './upstream/exposure.ts'
import { checkUpstream } from './upstream/reach.ts'
import type { Answer, Wire } from './wire.ts'

/** A part of the report that is on its way. */
export interface Part {
  /** What is being asked, for who waits. */
  readonly about: string
  readonly findings: Promise<readonly Finding[]>
}

/** Starts all of them. Parts come in the order of the report. */
export function networkParts(planned: Planned, wire: Wire): Part[] {
  const subject = subjectOf(planned)
  const caller = callerFor(wire, subject.verifySsl)
  const discovery = subject.provider && discover(subject.provider.issuer, caller)
  return [
    ...(discovery ? providerParts(subject, caller, discovery) : []),
    ...eachAddress(subject).map(({ about, one, said }) => ({
      about,
      findings: publicFindings(one, planned, wire, discovery).then(said),
    })),
    ...planned.upstreams
      .filter(({ url }) => URL.canParse(url))
      .map((upstream) => ({
        about: upstream.url,
        findings: Promise.all([checkUpstream(upstream, wire), exposure(new URL(upstream.url))]),
      })),
  ]
}

function providerParts(subject: Subject, wire: Wire, discovery: Promise<Discovery>): Part[] {
  const { provider } = subject
  if (provider === undefined) return []
  const whenKnown = async (
    check: (known: Discovery & { metadata: Metadata; answer: Answer }) => MaybePromise<Finding[]>,
  ) => {
    const { findings, metadata, answer } = await discovery
    return metadata && answer ? await check({ findings, metadata, answer }) : []
  }
  const asClient = (check: (settings: ProviderSettings) => Promise<Finding[]>) =>
    whenKnown(async ({ metadata }) => {
      const server = serverOf(metadata, provider.issuer)
      return server && subject.hasClient ? await check({ ...provider, metadata: server }) : []
    })
  return [
    { about: 'the provider', findings: discovery.then(({ findings }) => findings) },
    {
      about: 'the provider',
      findings: whenKnown(({ metadata }) =>
        metadataFindings(metadata, provider, subject.groupsClaim),
      ),
    },
    {
      about: 'the provider’s keys',
      findings: whenKnown(({ metadata }) => checkKeys(metadata, wire)),
    },
    {
      about: 'the provider’s clock',
      findings: whenKnown(({ answer }) => [clockFinding(answer)]),
    },
    {
      about: 'the provider for tokens',
      findings: asClient((settings) => checkSecret(settings, wire, redirectUriOf(subject))),
    },
    ...eachAddress(subject).map(({ one, said }) => ({
      about: 'the provider for a login',
      findings: asClient(async (it) => [await checkRedirectUri(it, wire, redirectUriOf(one))]).then(
        said,
      ),
    })),
    ...eachAddress(subject).map(({ one, said }) => ({
      about: 'the provider for a sign-out',
      findings: asClient((it) => checkSignOutUri(it, wire, logoutUriOf(one))).then(said),
    })),
  ]
}

/** The subject at each of its addresses. Where there are several, findings say which one is meant. */
function eachAddress(subject: Subject): {
  readonly about: string
  readonly one: Subject
  said(findings: readonly Finding[]): readonly Finding[]
}[] {
  const { baseUrls } = subject
  return baseUrls.map((baseUrl) => ({
    about: baseUrl,
    one: { ...subject, baseUrl },
    said: (findings) =>
      baseUrls.length === 1
        ? findings
        : findings.map((it) => ({ ...it, found: `${new URL(baseUrl).host}: ${it.found}` })),
  }))
}

async function publicFindings(
  subject: Subject,
  { speaksHttp }: Planned,
  wire: Wire,
  discovery: Promise<Discovery> | undefined,
): Promise<Finding[]> {
  const { baseUrl = '', trustedProxies, isGuarding } = subject
  const { findings, answer } = await reachPublic(baseUrl, wire)
  if (answer === undefined) return [...findings]
  const endsTls = speaksHttp === true && baseUrl.startsWith('https:')
  const proxy = proxyFinding(answer, trustedProxies, endsTls)
  if (!isGuarding || subject.provider === undefined) return [...findings, proxy]
  const login = await checkLogin(subject, wire, (await discovery)?.metadata)
  const rooms = login.isOurs
    ? await Promise.all([checkRequestRoom(subject, wire), checkAnswerRoom(subject, wire)])
    : []
  return [...findings, ...login.findings, ...rooms.flat(), proxy]
}
