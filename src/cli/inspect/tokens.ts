/** JSON Web Tokens, and formats of other packages that are known by name only. */
import { createHmac } from 'node:crypto'
import { decode } from '../../crypto/base64url.ts'
import { equalText } from '../../crypto/equal.ts'
import type { Finding, Recogniser, Trial } from './finding.ts'
import { isoOf } from './moment.ts'
import { tryEach } from './trials.ts'

/** A JWT: three parts, or five, the first of which is a JSON object with `alg`. */
export const jwt: Recogniser = (value, question) => {
  const parts = value.split('.', 6)
  const [head = '', body = '', signature = ''] = parts
  const header = objectOf(head)
  if (typeof header?.alg !== 'string') return undefined
  if (parts.length === 5) return encrypted(header)
  const claims = objectOf(body)
  if (parts.length > 3 || claims === undefined) return undefined
  const { alg } = header
  const bits = /^HS(256|384|512)$/.exec(alg)?.[1]
  const trials = bits === undefined ? [] : hmacTrials(`${head}.${body}`, signature, bits, question)
  const expiresAt = seconds(claims.exp)
  return {
    kind: 'jwt',
    format: `a JSON Web Token, ${JSON.stringify(alg)}${kid(header)}`,
    madeAt: seconds(claims.iat),
    expiresAt,
    expiry: expiresAt === undefined ? 'never: it has no exp' : undefined,
    contents: { text: decode(body)?.toString() ?? '', json: true },
    trials,
    unverifiable: bits === undefined ? whoVerifies(alg, claims) : undefined,
    notes: notesOf(claims, parts.length === 3 && signature !== ''),
  }
}

function notesOf({ iat, nbf }: Readonly<Record<string, unknown>>, isSigned: boolean): string[] {
  const notes = isSigned ? [] : ['It has no signature: it was cut, or nobody may trust it.']
  const begins = seconds(nbf)
  if (begins === undefined || begins === iat) return notes
  return [...notes, `It is not good before ${isoOf(begins) ?? `${begins}, which is no time`}.`]
}

function encrypted(header: Readonly<Record<string, unknown>>): Finding {
  return {
    kind: 'jwe',
    format: `an encrypted JSON Web Token, ${JSON.stringify(header.alg)}${kid(header)}`,
    expiry: 'what is inside decides',
    trials: [],
    unverifiable: 'only the one that it is for can open it',
    notes: [],
  }
}

function kid({ kid }: Readonly<Record<string, unknown>>): string {
  return typeof kid === 'string' ? `, key id ${JSON.stringify(kid)}` : ''
}

function whoVerifies(alg: string, { iss }: Readonly<Record<string, unknown>>): string {
  if (alg.toLowerCase() === 'none') return 'it is not signed at all: refuse it'
  const issuer = typeof iss === 'string' ? `, ${JSON.stringify(iss)}` : ''
  return `the public keys of its issuer${issuer} verify it, no secret does`
}

function hmacTrials(
  signed: string,
  signature: string,
  bits: string,
  { secrets }: { readonly secrets: Parameters<typeof tryEach>[0] },
): readonly Trial[] {
  const fits = (key: Buffer) =>
    equalText(createHmac(`sha${bits}`, key).update(signed).digest('base64url'), signature)
  return tryEach(
    secrets,
    (secret) => {
      if (fits(Buffer.from(secret))) return { how: `HS${bits}`, inside: undefined }
      const isBase64 = /^[\w+/-]+={0,2}$/.test(secret)
      if (!isBase64 || !fits(Buffer.from(secret, 'base64'))) return undefined
      return { how: `HS${bits}, with the bytes that it is the base64 of`, inside: undefined }
    },
    () => `tried with HS${bits}, as text and as base64`,
  ).trials
}

function seconds(claim: unknown): number | undefined {
  return typeof claim === 'number' && Number.isFinite(claim) ? claim : undefined
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  const text = decode(part)?.toString()
  if (!text?.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What other packages write. */
export const foreign: Recogniser = (value) => {
  if (/^s:/.test(value) && /\.[\w+/]{43}=?$/.test(value.slice(-50))) {
    return {
      kind: 'cookie-signature',
      format: 'a cookie of the npm package cookie-signature, as express-session writes it',
      expiry: 'the server decides',
      contents: { text: value.slice(2, value.lastIndexOf('.')), json: false },
      trials: [],
      unverifiable: 'the app that made it verifies it',
      notes: [],
    }
  }
  if (!/^Fe26\.\d\*/.test(value)) return undefined
  const [, , , , , expiry = ''] = value.split('*', 7)
  const expiresAt = /^\d{12,14}$/.test(expiry) ? Math.floor(Number(expiry) / 1000) : undefined
  return {
    kind: 'iron',
    format: 'a sealed value of iron, as iron-session writes it',
    expiresAt,
    expiry: expiresAt === undefined ? 'what is inside decides, or the app' : undefined,
    trials: [],
    unverifiable: 'the app that made it opens it',
    notes: [],
  }
}
