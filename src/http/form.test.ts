import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { isHallpassError } from '../errors.ts'
import { readForm, single } from './form.ts'

const FORM = 'application/x-www-form-urlencoded'

function post(body: string, contentType?: string) {
  const headers = contentType === undefined ? {} : { 'content-type': contentType }
  return exchangeOf({ method: 'POST', body, headers })
}

describe('readForm', () => {
  test('reads a form, with a charset too', async () => {
    const form = await readForm(post('a=1&b=%20x+y', FORM), 100)
    assert.deepEqual(
      [...form],
      [
        ['a', '1'],
        ['b', ' x y'],
      ],
    )
    assert.equal(
      (await readForm(post('a=1', `${FORM.toUpperCase()}; charset=utf-8`), 9)).get('a'),
      '1',
    )
  })

  test('is empty for a request without a body or a media type', async () => {
    assert.equal((await readForm(exchangeOf(), 100)).size, 0)
    assert.equal((await readForm(post('a=1'), 100)).size, 0)
  })

  test('refuses other media types', async () => {
    for (const type of [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      `${FORM}x`,
    ]) {
      await assert.rejects(readForm(post('a=1', type), 100), { code: 'bad_request' })
    }
  })

  test('refuses a body above the limit, though the adapter let it through', async () => {
    await assert.rejects(readForm(post('a=12', FORM), 3), { code: 'body_too_large', status: 413 })
  })

  test('never throws anything but its own errors', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (body, type) => {
        await readForm(post(body, FORM), 1_000)
        await readForm(post(body, type), 1_000).catch((error) => assert.ok(isHallpassError(error)))
      }),
      PROPERTY_RUNS,
    )
  })
})

test('single refuses a parameter that is given twice, also with the same value', () => {
  const params = new URLSearchParams('state=a&code=1&code=1')
  assert.equal(single(params, 'state'), 'a')
  assert.equal(single(params, 'iss'), undefined)
  assert.throws(() => single(params, 'code'), { code: 'duplicate_parameter', status: 400 })
})
