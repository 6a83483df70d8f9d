/** That what is secret is compared in constant time, by name and in one place. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { equalBytes, equalText } from './equal.ts'

/** The files that compare a signature, a MAC or a secret; in order of the alphabet. */
const COMPARING = [
  'cli/inspect/signed-keys.ts',
  'cli/inspect/tokens.ts',
  'consent-service/log/verify.ts',
  'consent-service/pages/dashboard/session.ts',
  'consent-service/pages/flash.ts',
  'consent-service/pages/form.ts',
  'consent/site/state-cookie.ts',
  'crypto/fernet.ts',
  'login/id-token.ts',
  'login/transaction.ts',
  'pass/routes/logout.ts',
  'signing/signer.ts',
  'tokens/hmac-key.ts',
  'tokens/refresh/chain.ts',
  'tokens/refresh/token.ts',
]
/** Make an HMAC, for a key or to be compared elsewhere, and compare none. */
const MAKING = ['consent-service/log/entry.ts', 'signing/keys.ts']

const SOURCES = new URL('../', import.meta.url)
const code = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => [file, withoutComments(readFileSync(new URL(file, SOURCES), 'utf8'))]),
)
const codeOf = (file: string) => code.get(file) ?? assert.fail(`${file} is not there`)

function withoutComments(source: string): string {
  const part =
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g
  return source.replace(part, (_all, quoted: string | undefined) => quoted ?? ' ')
}

/** What a signature or a secret is called where one is compared with another. */
const SECRET = /(?:signature|mac|digest|tag|expected|computed|commitment)$/i
/** What tells nothing: that there is none, a literal, a constant of the program. */
const KNOWN = /^(?:undefined|null|true|false|\d+|[A-Z][A-Z_\d]*)$/

/** Comparisons of a secret that stop at the first difference. */
function hasty(source: string): string[] {
  const found: string[] = []
  for (const { index, 0: operator } of source.matchAll(/[!=]==?(?![=>])|\.(?:equals|compare)\(/g)) {
    const before = source.slice(Math.max(0, index - 200), index)
    const after = source.slice(index + operator.length, index + operator.length + 100)
    // A name, or a call whose arguments may hold one more pair of brackets.
    const left = /(['"`]|\w+)(?:\((?:[^()]|\([^()]*\))*\))?\s*$/.exec(before)?.[1] ?? ''
    const right = /^\s*(?:(['"`])|[\w.#?]*?(\w+)(?![\w.#?]))/.exec(after)
    const other = right?.[1] ?? right?.[2] ?? ''
    const secret = (one: string) => SECRET.test(one)
    const known = (one: string) => KNOWN.test(one) || /^['"`]/.test(one)
    if ((secret(left) && !known(other)) || (secret(other) && !known(left))) {
      found.push(before.slice(-40) + operator + after.slice(0, 40))
    }
  }
  return found
}

describe('the one comparison', () => {
  test('is timingSafeEqual of node:crypto, imported and called in one file', () => {
    const named = [...code].filter(([, text]) => text.includes('timingSafeEqual'))
    assert.deepEqual(
      named.map(([file]) => file),
      ['crypto/equal.ts'],
    )
    const own = codeOf('crypto/equal.ts')
    assert.match(own, /import \{ timingSafeEqual \} from 'node:crypto'/)
    assert.match(own, /\btimingSafeEqual\(/)
  })

  test('is what both functions come down to', () => {
    assert.match(withoutComments(String(equalBytes)), /&&\s*timingSafeEqual\(a, b\)/)
    assert.match(withoutComments(String(equalText)), /&&\s*equalBytes\(/)
  })
})

describe('who compares', () => {
  for (const file of COMPARING) {
    test(`${file} imports it and calls it`, () => {
      const text = codeOf(file)
      const [, names = ''] =
        /import \{([^}]*)\} from '[./]*(?:crypto\/)?equal\.ts'/.exec(text) ?? []
      const imported = names.split(',').map((name) => name.trim())
      assert.ok(imported.some((name) => /^equal(?:Text|Bytes)$/.test(name)))
      for (const name of imported) assert.match(text, new RegExp(`\\b${name}\\(`))
    })
  }

  test('calls what it imports, also where it is not in the list', () => {
    const importing = [...code].filter(([, text]) => /\bequal\.ts'/.test(text))
    for (const [file, text] of importing) assert.match(text, /\bequal(?:Text|Bytes)\(/, file)
  })

  test('is whoever makes an HMAC, or it is known to compare none', () => {
    const making = [...code].filter(([, text]) => /\bcreateHmac\b/.test(text)).map(([f]) => f)
    assert.deepEqual(making.filter((file) => !COMPARING.includes(file)).sort(), MAKING)
  })

  test('never compares what is secret in haste', () => {
    for (const [file, text] of code) assert.deepEqual(hasty(text), [], file)
  })
})

test('a hasty comparison is seen', () => {
  for (const seen of [
    'if (signature === other) return',
    'if (a !== expected) return',
    'made === parts.signature',
    'this.#signature(key, text) === given',
    'hmac(key, bytes).equals(mac)',
    'mac.equals(made)',
    'x.compare(expected)',
    'if (given !== expected.hash || tag == made) y()',
    "createHmac('sha1', key).update(text).digest() === given",
  ]) {
    assert.notDeepEqual(hasty(seen), [], seen)
  }
  for (const fine of [
    'if (signature === undefined)',
    "parts.digest === 'sha1'",
    'tag === TUPLE',
    "signature !== ''",
    'code === undefined',
    'signature.length === 27',
  ]) {
    assert.deepEqual(hasty(fine), [], fine)
  }
  assert.equal(withoutComments('a /* x === mac */ b // c\nd').replace(/\s+/g, ' '), 'a b d')
})
