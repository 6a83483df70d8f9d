import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { type Finding, isVerified, type Question } from './finding.ts'
import { inspect } from './inspect.ts'

const AT = 1_750_000_000
const SECRET = 'the secret of these tests, long enough'
const nothing: Question = { secrets: [], salts: [], purposes: [] }
const given: Question = { ...nothing, secrets: [{ name: 'RIGHT', value: SECRET }] }

function found(text: string, question: Question = given): Finding {
  return inspect(text, question) ?? assert.fail('nothing knows it')
}
const fits = (finding: Finding) => finding.trials.filter(({ opens }) => opens)
const notesOf = (text: string, question = nothing) => found(text, question).notes.join('\n')

describe('JSON Web Tokens', () => {
  const base64url = (text: string) => Buffer.from(text).toString('base64url')
  const encode = (part: object) => base64url(JSON.stringify(part))
  const jwtOf = (alg: string, claims: object = { iat: AT - 60, exp: AT + 60 }, key = SECRET) => {
    const signed = `${encode({ alg, kid: 'k1' })}.${encode(claims)}`
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  }

  test('HS256, with the secret as text and as base64', () => {
    const finding = found(jwtOf('HS256'))
    assert.equal(finding.kind, 'jwt')
    assert.equal(finding.format, 'a JSON Web Token, "HS256", key id "k1"')
    assert.deepEqual([finding.madeAt, finding.expiresAt], [AT - 60, AT + 60])
    assert.equal(fits(finding)[0]?.how, 'HS256')
    const base64 = { name: 'B', value: Buffer.from(SECRET).toString('base64') }
    assert.match(
      fits(found(jwtOf('HS256'), { ...nothing, secrets: [base64] }))[0]?.how ?? '',
      /base64/,
    )
    assert.match(found(jwtOf('HS256', {})).expiry ?? '', /no exp/)
  })

  test('what no secret verifies says so', () => {
    const issued = found(jwtOf('RS256', { iss: 'https://id.example' }))
    assert.match(issued.unverifiable ?? '', /public keys of its issuer, "https:\/\/id\.example"/)
    assert.equal(isVerified(issued), false)
    assert.match(found(jwtOf('none')).unverifiable ?? '', /not signed at all/)
    assert.match(notesOf(`${encode({ alg: 'HS256' })}.${encode({})}`), /no signature/)
    assert.equal(inspect(`${base64url('{no JSON')}.a.b`, nothing), undefined)
    assert.match(
      notesOf(jwtOf('HS256', { iat: AT, nbf: AT + 60 })),
      /not good before 2025-06-15T15:07:40Z/,
    )
    const jwe = found(`${encode({ alg: 'dir', enc: 'A256GCM' })}..aaaa.bbbb.cccc`)
    assert.equal(jwe.kind, 'jwe')
    assert.match(jwe.unverifiable ?? '', /it is for/)
  })
})

test('formats of other packages are named', () => {
  const signature = createHmac('sha256', SECRET).update('id').digest('base64').replace(/=+$/, '')
  const signed = found(`s:id.x.${signature}`)
  assert.deepEqual([signed.kind, signed.contents?.text], ['cookie-signature', 'id.x'])
  const iron = found('Fe26.2*1*id*iv*text*1750000000000*salt*mac~2')
  assert.deepEqual([iron.kind, iron.expiresAt], ['iron', AT])
  assert.equal(found('Fe26.2*1*abc').expiresAt, undefined)
})
