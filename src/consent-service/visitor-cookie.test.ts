import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { createKeyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { consoleLogger } from '../http/ports.ts'
import { EndedSessions } from './pages/dashboard/ended-sessions.ts'
import type { Service } from './service.ts'
import type { ConsentStore } from './store/port.ts'
import { isVisitorId, newVisitorId } from './uuid.ts'
import { clearVisitor, readVisitor, writeVisitor } from './visitor-cookie.ts'

const NEW = 'n'.repeat(32)
const OLD = 'o'.repeat(32)

function serviceOf(secrets: string[], secure = true): Service {
  return {
    store: {} as ConsentStore,
    baseUrl: 'https://consent.example',
    organisation: 'Example',
    secure,
    keyring: createKeyring(secrets),
    ports: { now: () => 0, logger: consoleLogger },
    dashboard: undefined,
    ended: new EndedSessions(() => 0),
    changed() {},
  }
}

function cookieOf(service: Service, visitor: string): string {
  return writeVisitor(service, visitor)[0]?.[1].split(';', 1)[0] ?? ''
}

function read(service: Service, cookie: string): string | undefined {
  return readVisitor(service, exchangeOf({ headers: { cookie } }))
}

test('is read as it was written, also under an older secret', () => {
  const visitor = newVisitorId()
  assert.ok(isVisitorId(visitor))
  assert.equal(read(serviceOf([NEW]), cookieOf(serviceOf([NEW]), visitor)), visitor)
  assert.equal(read(serviceOf([NEW, OLD]), cookieOf(serviceOf([OLD]), visitor)), visitor)
  assert.equal(read(serviceOf([NEW]), cookieOf(serviceOf([OLD]), visitor)), undefined)
  assert.equal(readVisitor(serviceOf([NEW]), exchangeOf()), undefined)
})

test('what was sealed for something else, or holds something else, is nobody', () => {
  const service = serviceOf([NEW])
  const other = new PurposeSeal(service.keyring, 'consent-form').seal(newVisitorId())
  assert.equal(read(service, `__Host-hallpass-visitor=${other}`), undefined)
  assert.equal(read(service, cookieOf(service, 'admin')), undefined)
})

test('has the host prefix on https only', () => {
  assert.match(writeVisitor(serviceOf([NEW]), 'x')[0]?.[1] ?? '', /^__Host-.*; Secure/)
  const plain = writeVisitor(serviceOf([NEW], false), 'x')[0]?.[1] ?? ''
  assert.match(plain, /^hallpass-visitor=/)
  assert.doesNotMatch(plain, /Secure/)
  assert.match(clearVisitor(serviceOf([NEW]))[0]?.[1] ?? '', /^__Host-hallpass-visitor=; Max-Age=0/)
})
