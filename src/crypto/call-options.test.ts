import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { Fernet, FlaskSession, fernetKeyFromSecret } from '../sealing.ts'
import { TimedSerializer, TimestampSigner, URLSafeTimedSerializer } from '../signing.ts'
import { ageOf } from './call-options.ts'

const SECRET = 'the secret of these tests'
const LONG_AGO = { now: 1000 }

const fernet = new Fernet(fernetKeyFromSecret(SECRET))
const flask = new FlaskSession(SECRET)
const signer = new TimestampSigner(SECRET)

/** Every reader that may be told an age, with a value that is decades old. */
const readers: readonly [string, string, (options: unknown) => unknown][] = [
  ['maxAge', 'unsign', reader(signer, 'unsign', new TimestampSigner(SECRET, LONG_AGO).sign('a'))],
  [
    'maxAge',
    'unsignWithTimestamp',
    reader(signer, 'unsignWithTimestamp', new TimestampSigner(SECRET, LONG_AGO).sign('a')),
  ],
  ...[TimedSerializer, URLSafeTimedSerializer].flatMap((Kind) =>
    (['loads', 'loadsWithTimestamp'] as const).map((method) => {
      const token = new Kind(SECRET, LONG_AGO).dumps({ a: 1 })
      const read = reader(new Kind(SECRET), method, token)
      return ['maxAge', `${Kind.name}.${method}`, read] as [string, string, typeof read]
    }),
  ),
  ['maxAge', 'flask.loads', reader(flask, 'loads', new FlaskSession(SECRET, LONG_AGO).dumps({}))],
  ['ttl', 'fernet.decrypt', reader(fernet, 'decrypt', fernet.encrypt('a', LONG_AGO))],
]

function reader(of: object, method: string, token: string): (options: unknown) => unknown {
  return (options) => Reflect.get(of, method).call(of, token, options)
}

describe('an age that is not meant as it is written never takes an old value', () => {
  for (const [age, name, read] of readers) {
    test(name, () => {
      assert.equal(refusal(() => read({ [age]: 900 })).code, 'signature_expired')
      const wrong: [unknown, RegExp][] = [
        [900, /^options: must be an object: write \{ (maxAge|ttl): … \}$/],
        ['900', /^options: must be an object/],
        [null, /^options: must be an object/],
        [[900], /^options: must be an object/],
        [{ max_age: 900 }, /^max_age: write (maxAge|ttl)$/],
        [{ maxage: 900 }, /^maxage: write (maxAge|ttl)$/],
        [{ [age === 'ttl' ? 'maxAge' : 'ttl']: 900 }, /^(ttl: write maxAge|maxAge: write ttl)$/],
        [{ [age]: 900, seconds: 1 }, /^seconds: is not an option: the options are (maxAge|ttl)/],
        [{ [age]: undefined }, /^(maxAge|ttl): must be a number of seconds.*it is undefined/],
        [{ [age]: '900' }, /^(maxAge|ttl): must be a number of seconds, 0 or more$/],
        [{ [age]: null }, /^(maxAge|ttl): must be a number of seconds/],
        [{ [age]: Number.NaN }, /^(maxAge|ttl): must be a number of seconds/],
      ]
      for (const [options, message] of wrong) {
        const error = refusal(() => read(options))
        assert.equal(error.code, 'invalid_config', String(message))
        assert.match(error.message, message)
        assert.ok(error.issues?.length === 1)
      }
      assert.ok(read(undefined), 'without options any age is taken, as in Python')
      assert.ok(read({}))
    })
  }
})

test('the age is checked before the value is: a fault shows with any value', () => {
  assert.equal(refusal(() => signer.unsign('x', { max_age: 1 } as never)).code, 'invalid_config')
  assert.equal(refusal(() => fernet.decrypt('x', { maxAge: 1 } as never)).code, 'invalid_config')
})

test('the options of encrypt are checked, too', () => {
  const { code, message } = refusal(() => fernet.encrypt('a', { time: 1 } as never))
  assert.deepEqual(
    [code, message],
    ['invalid_config', 'time: is not an option: the options are now, iv'],
  )
})

test('ageOf gives the age that is there', () => {
  assert.equal(ageOf({ maxAge: 0 }, 'maxAge'), 0)
  assert.equal(ageOf(Object.assign(Object.create(null), { maxAge: 1.5 }), 'maxAge'), 1.5)
  assert.equal(ageOf({}, 'maxAge'), undefined)
})
