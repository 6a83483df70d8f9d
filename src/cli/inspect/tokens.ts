/** JSON Web Tokens, and formats of other packages that are known by name only. */
import { createHmac } from 'node:crypto'
import { decode } from '../../crypto/base64url.ts'
import { equalText } from '../../crypto/equal.ts'
import type { Finding, Key, Question, Recogniser } from './finding.ts'

/** A signed JWT: three parts, the first of which is a JSON object with `alg`. */
export const jwt: Recogniser = (value, question) => {
  const parts = value.split('.')
  const [head = '', body = '', signature = ''] = parts
  const header = objectOf(head)
  if (typeof header?.alg !== 'string') return undefined
  if (parts.length === 5) return encrypted(header.alg)
  const claims = objectOf(body)
  if (parts.length !== 3 || claims === undefined) return undefined
  const notes = [`Header: ${JSON.stringify(header)}`]
  if (header.alg.toLowerCase() === 'none') notes.push('It is not signed at all: refuse it.')
  const seconds = (claim: unknown) =>
    typeof claim === 'number' && Number.isFinite(claim) ? claim : undefined
  const symmetric = /^HS(256|384|512)$/.exec(header.alg)
  return {
    format: `a JSON Web Token (${header.alg})`,
    madeAt: seconds(claims.iat),
    expiresAt: seconds(claims.exp),
    ...(claims.exp === undefined && { expiry: 'never: it has no exp' }),
    contents: { value: claims },
    key: symmetric
      ? keyOf(`${head}.${body}`, signature, `sha${symmetric[1]}`, question)
      : undefined,
    ...(symmetric === null && {
      unverifiable: `signed with ${header.alg}: the keys of its issuer verify it, no secret does`,
    }),
    notes,
  }
}

function encrypted(alg: string): Finding {
  return {
    format: `an encrypted JSON Web Token (${alg})`,
    expiry: 'what is inside decides',
    unverifiable: 'who it is for can open it',
    notes: [],
  }
}

function keyOf(
  signed: string,
  signature: string,
  digest: string,
  { secrets }: Question,
): Key | undefined {
  const given = secrets.find(({ value }) =>
    equalText(createHmac(digest, value).update(signed).digest('base64url'), signature),
  )
  return given && { secret: given.name, how: `HMAC-${digest.toUpperCase()}` }
}

function objectOf(part: string): Record<string, unknown> | undefined {
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
  if (/^s:.+\.[\w+/]{43}=?$/s.test(value)) {
    const at = value.lastIndexOf('.')
    return {
      format: 'a cookie of the npm package cookie-signature, as express-session writes it',
      expiry: 'the server decides',
      contents: { value: value.slice(2, at) },
      unverifiable: 'the app that made it verifies it',
      notes: [],
    }
  }
  if (/^Fe26\.\d\*/.test(value)) {
    return {
      format: 'a sealed value of iron, as iron-session writes it',
      expiry: 'a time inside it decides',
      unverifiable: 'the app that made it opens it',
      notes: [],
    }
  }
  return undefined
}
