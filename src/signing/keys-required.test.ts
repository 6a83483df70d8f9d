import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { judge } from '../guard/access.ts'
import { checkRequest } from '../http/request-guard.ts'
import { CookieManager } from './cookie-manager.ts'
import { keysRequired } from './keys-required.ts'

const keys = {
  billing: 'the key of billing, 32 bytes long',
  reports: 'the key of reports, 32 bytes!',
}
const manager = new CookieManager({ keys })
const options = { cookieName: 'service', manager }

const ask = (guard: ReturnType<typeof keysRequired>, cookie: string) =>
  guard[checkRequest](exchangeOf({ headers: { cookie } }))

test('a planted cookie of the same name does not shut out the good one', async () => {
  const good = manager.sign({}, 'billing')
  const guard = keysRequired(['billing'], options)
  assert.equal(await ask(guard, `service=planted; service=${good}`), undefined)
  const reports = manager.sign({}, 'reports')
  assert.equal(await ask(guard, `service=${reports}; service=${good}`), undefined)
  assert.equal((await ask(guard, `service=${reports}`))?.status, 401)
})

test('faults are told at once', () => {
  const paths = (ids: unknown, given: unknown = options) =>
    refusal(() => Reflect.apply(keysRequired, undefined, [ids, given])).issues?.map((i) => i.path)
  assert.deepEqual(paths([]), ['keyIds'])
  assert.deepEqual(paths('billing'), ['keyIds'])
  assert.deepEqual(paths(null), ['keyIds'])
  assert.deepEqual(paths(['billing', 'other', undefined]), ['keyIds[1]', 'keyIds[2]'])
  assert.deepEqual(paths(['toString']), ['keyIds[0]'])
  assert.deepEqual(paths(undefined, { manager }), ['options.cookieName'])
  assert.deepEqual(paths(undefined, { cookieName: 'a b', manager }), ['options.cookieName'])
  assert.deepEqual(paths(undefined, { cookieName: 'a' }), ['options.manager'])
  assert.ok(paths(undefined, null))
})

test('a key id that is not there is named, beside those that are; a secret is not', () => {
  const message = (id: unknown) => refusal(() => keysRequired([id as string], options)).message
  assert.equal(
    message('biling'),
    'keyIds[0] is "biling", which is not a key of the manager: its keys are billing, reports',
  )
  const secret = 'x9'.repeat(16)
  assert.doesNotMatch(message(secret), /x9/)
  assert.match(message(undefined), /is of type undefined, which/)
})

test('the payload of a request that the guard did not see is no empty object', () => {
  const guard = keysRequired(undefined, options)
  assert.equal(refusal(() => guard.payload({})).code, 'not_mounted')
})

test('a guard that is judged as if it were about a user refuses', () => {
  const standing = { user: { sub: 'u' }, groups: [], authTime: 0 }
  assert.equal(judge(keysRequired(undefined, options), standing, 0), 'forbidden')
  assert.equal(judge(keysRequired(undefined, options), undefined, 0), 'forbidden')
})
