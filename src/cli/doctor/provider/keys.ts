/** The provider's signing keys: there, usable, and told apart by their ids. */
import * as jose from 'jose'
import { acceptedAlgorithms } from '../../../login/id-token.ts'
import { isRecord } from '../../../session/state.ts'
import { clipped, type Finding, failed, ok, warning } from '../finding.ts'
import type { Wire } from '../wire.ts'
import { WireFault, wireFix } from '../wire-fault.ts'
import type { Metadata } from './discovery.ts'

const NAME = 'provider.keys'
/** RFC 7518 section 3.3; hallpass takes none that is shorter. */
const MIN_RSA_BITS = 2048
const MAX_KEYS = 100

/** The algorithm that stands for a key that names none. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'RSA ': 'RS256',
  'EC P-256': 'ES256',
  'EC P-384': 'ES384',
  'EC P-521': 'ES512',
  'OKP Ed25519': 'EdDSA',
}

/** Fetches the keys and looks at each. */
export async function checkKeys(metadata: Metadata, wire: Wire): Promise<Finding[]> {
  const { jwks_uri: address } = metadata
  if (typeof address !== 'string' || !URL.canParse(address)) return []
  let body: string
  try {
    const answer = await wire.call(address, { headers: { accept: 'application/json' } })
    if (answer.status !== 200) return [unusable(`${address} answers ${answer.status}`)]
    if (answer.isCut) return [unusable(`${address} is longer than 1 MiB`)]
    body = answer.body
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return [failed(NAME, error.message, wireFix(error, 'jwks_uri at the provider'))]
  }
  const set = parse(body)
  if (!isRecord(set) || !Array.isArray(set.keys)) {
    return [unusable(`${address} is not a JSON Web Key Set`)]
  }
  const keys = set.keys.slice(0, MAX_KEYS).filter((key) => isRecord(key))
  return await judged(keys, acceptedAlgorithms(listOf(metadata)))
}

async function judged(
  keys: readonly Record<string, unknown>[],
  accepted: readonly string[],
): Promise<Finding[]> {
  if (keys.some(({ d }) => d !== undefined)) {
    const found = 'the provider publishes a PRIVATE key: anybody can sign for it'
    return [
      failed(NAME, found, 'Replace that key at the provider now, and publish public keys only.'),
    ]
  }
  const usable: Record<string, unknown>[] = []
  const broken: string[] = []
  for (const key of keys.filter(({ use }) => use !== 'enc')) {
    const fault = await faultOf(key, accepted)
    if (fault === undefined) usable.push(key)
    else broken.push(`${clipped(String(key.kid ?? 'one without kid'), 40)}: ${fault}`)
  }
  const more = clipped(broken.join('; '))
  if (usable.length === 0) return [unusable(`no key can be used${more && ` (${more})`}`)]
  const ids = usable.map(({ kid }) => kid)
  const twice = ids.find((kid, index) => kid !== undefined && ids.indexOf(kid) !== index)
  if (twice !== undefined) {
    const found = `two keys have the kid ${clipped(String(twice), 40)}`
    return [failed(NAME, found, 'Give each key at the provider a kid of its own.')]
  }
  const said = `${usable.length} to verify signatures with`
  if (usable.length > 1 && ids.includes(undefined)) {
    const found = `${said}, and one has no kid: a token does not say which`
    return [warning(NAME, found, 'Give each key at the provider a kid.')]
  }
  if (more !== '') return [warning(NAME, `${said}; of no use: ${more}`)]
  return [ok(NAME, said)]
}

async function faultOf(
  key: Record<string, unknown>,
  accepted: readonly string[],
): Promise<string | undefined> {
  const { kty, crv, alg } = key
  if (kty === 'oct') return 'a shared secret'
  const kind = `${String(kty)} ${kty === 'RSA' ? '' : String(crv)}`
  const name = typeof alg === 'string' ? alg : DEFAULTS[kind]
  if (name === undefined) return `of an unknown kind, ${clipped(kind, 40)}`
  if (typeof alg === 'string' && !accepted.includes(alg)) {
    return `for ${clipped(alg, 20)}, which is not announced or not safe`
  }
  try {
    const imported = await jose.importJWK(key, name)
    if (!(imported instanceof CryptoKey)) return 'no public key'
    const { algorithm } = imported
    const bits = 'modulusLength' in algorithm ? Number(algorithm.modulusLength) : MIN_RSA_BITS
    return bits < MIN_RSA_BITS ? `only ${bits} bits` : undefined
  } catch {
    return 'broken'
  }
}

function unusable(found: string): Finding {
  const fix = 'No login can be verified without: correct the keys, or jwks_uri, at the provider.'
  return failed(NAME, found, fix)
}

function listOf(metadata: Metadata): readonly string[] | undefined {
  const { id_token_signing_alg_values_supported: value } = metadata
  return Array.isArray(value) ? value.map(String) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
