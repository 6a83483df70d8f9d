import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseSetCookie } from 'cookie'
import * as v from 'valibot'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { knownAnswers } from '../../../tests/known-answers.ts'
import {
  clearCompatCookies,
  openRefreshToken,
  readCompatCookies,
  writeCompatCookies,
} from './cognito-cookie-lines.ts'

const SETTINGS = {
  age: 1800,
  sameSite: 'lax',
  refreshAge: 86_400,
  refreshEncrypted: true,
  secretKey: 'very-secure',
} as const
const TOKENS = { accessToken: 'a.b.c', idToken: 'd.e.f', refreshToken: 'g.h.i.j.k' }
const NOW = 1_718_487_326

describe('new tokens', () => {
  test('are written with the names and attributes of flask-cognito-lib', () => {
    const settings = { ...SETTINGS, domain: '.shop.example', sameSite: 'strict' } as const
    const lines = writeCompatCookies(TOKENS, {}, settings, NOW) ?? []
    assert.equal(lines.length, 3)
    const [access, id, refresh] = lines.map(([, line]) => parseSetCookie(line))
    const common = {
      domain: '.shop.example',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'strict',
    }
    const short = { ...common, maxAge: 1800 }
    assert.deepEqual({ ...access }, { name: 'cognito_access_token', value: 'a.b.c', ...short })
    assert.deepEqual({ ...id }, { name: 'cognito_id_token', value: 'd.e.f', ...short })
    const { value, ...rest } = refresh ?? {}
    assert.deepEqual(rest, { name: 'cognito_refresh_token', ...common, maxAge: 86_400 })
    assert.equal(openRefreshToken(value, settings), TOKENS.refreshToken)
  })

  test('leave the padding of Fernet as it is, since Python does not decode %3D', () => {
    const [, , refresh] = writeCompatCookies(TOKENS, {}, SETTINGS, NOW) ?? []
    assert.match(refresh?.[1] ?? '', /^cognito_refresh_token=gAAAAA[\w-]+=*; /)
  })

  test('are written in the clear when the refresh cookie is not encrypted', () => {
    const settings = { ...SETTINGS, refreshEncrypted: false }
    const [, , refresh] = writeCompatCookies(TOKENS, {}, settings, NOW) ?? []
    assert.match(refresh?.[1] ?? '', /^cognito_refresh_token=g\.h\.i\.j\.k; /)
  })

  test('take the place of those of another login, and clear what has no successor', () => {
    const has = { access: 'old', id: 'old', refresh: 'old' }
    const lines = writeCompatCookies({ accessToken: 'a.b.c' }, has, SETTINGS, NOW) ?? []
    const cookies = lines.map(([, line]) => parseSetCookie(line))
    assert.deepEqual(
      cookies.map(({ name, value, maxAge }) => [name, value, maxAge]),
      [
        ['cognito_access_token', 'a.b.c', 1800],
        ['cognito_id_token', '', 0],
        ['cognito_refresh_token', '', 0],
      ],
    )
  })

  test('that no browser would keep are not written at all', () => {
    const long = { ...TOKENS, idToken: 'd'.repeat(4093) }
    assert.equal(writeCompatCookies(long, {}, SETTINGS, NOW), undefined)
  })
})

describe('known tokens', () => {
  test('are not written again, so that no cookie lives longer than it should', () => {
    const has = { access: 'a.b.c', id: 'd.e.f', refresh: 'x' }
    assert.deepEqual(writeCompatCookies(TOKENS, has, SETTINGS, NOW), [])
    assert.deepEqual(writeCompatCookies({ refreshToken: 'g' }, has, SETTINGS, NOW), [])
  })

  test('a refresh token that stays is not written again with the new access token', () => {
    const [, , refresh] = writeCompatCookies(TOKENS, {}, SETTINGS, NOW) ?? []
    const has = { access: 'old', refresh: parseSetCookie(refresh?.[1] ?? '').value ?? '' }
    const names = writeCompatCookies(TOKENS, has, SETTINGS, NOW)?.map(
      ([, line]) => line.split('=')[0],
    )
    assert.deepEqual(names, ['cognito_access_token', 'cognito_id_token'])
  })
})

describe('the cookies of a request', () => {
  test('are read by name, and an empty one counts as absent', () => {
    const cookie = 'cognito_access_token=a; cognito_id_token=; cognito_refresh_token=r; other=1'
    const exchange = exchangeOf({ headers: { cookie } })
    assert.deepEqual(readCompatCookies(exchange), { access: 'a', refresh: 'r' })
  })

  test('are cleared with the domain they were set with, those that are there', () => {
    const settings = { ...SETTINGS, domain: 'shop.example' }
    assert.deepEqual(clearCompatCookies({ access: 'a', refresh: 'r' }, settings), [
      [
        'set-cookie',
        'cognito_access_token=; Max-Age=0; Domain=shop.example; Path=/; HttpOnly; Secure; SameSite=Lax',
      ],
      [
        'set-cookie',
        'cognito_refresh_token=; Max-Age=0; Domain=shop.example; Path=/; HttpOnly; Secure; SameSite=Lax',
      ],
    ])
    assert.deepEqual(clearCompatCookies({}, settings), [])
  })
})

describe('the refresh cookie', () => {
  const cases = knownAnswers(
    'cognito-refresh-cookie.json',
    v.object({ secretKey: v.string(), refreshToken: v.string(), cookie: v.string() }),
  )

  test(`${cases.length} of flask-cognito-lib are opened`, () => {
    for (const { secretKey, refreshToken, cookie } of cases) {
      assert.equal(openRefreshToken(cookie, { ...SETTINGS, secretKey }), refreshToken)
    }
  })

  test('under another key, or not encrypted at all, is no refresh token', () => {
    assert.equal(openRefreshToken(cases[0]?.cookie, SETTINGS), undefined)
    assert.equal(openRefreshToken('in.the.clear', SETTINGS), undefined)
    assert.equal(openRefreshToken(undefined, SETTINGS), undefined)
  })
})
