/** Flask's own session cookies: tests/vectors/flask-session.json. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { flaskValueOf } from '../../../tests/flask-values.ts'
import { knownAnswers, signedText } from '../../../tests/known-answers.ts'
import { FlaskSession } from './flask-session.ts'
import type { FlaskSessionData } from './flask-types.ts'

const Case = v.object({
  secretKey: v.string(),
  session: v.record(v.string(), v.unknown()),
  signedAt: v.number(),
  cookie: v.string(),
})

describe('a session of Flask', () => {
  for (const [index, one] of knownAnswers('flask-session.json', Case).entries()) {
    test(`case ${index}: ${Object.keys(one.session).slice(-3).join(', ')}`, () => {
      const flask = new FlaskSession(one.secretKey, { now: one.signedAt })
      const session = flaskValueOf(one.session) as FlaskSessionData
      assert.deepEqual(flask.loads(one.cookie, { maxAge: 0 }), session)
      assert.deepEqual(flask.loads(flask.dumps(session)), session)
      assert.equal(signedText(flask.dumps(session)), signedText(one.cookie))
    })
  }
})
