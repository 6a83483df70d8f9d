import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { ACCOUNTS } from './accounts.ts'
import { greeting } from './greeting.ts'

describe('greeting', () => {
  const urls = {
    id: 'http://id:1',
    shop: 'http://shop:2',
    news: 'http://news:3',
    consent: 'http://consent:4',
  }
  const text = (folder: string) =>
    greeting({ urls, accounts: ACCOUNTS, key: 'the key', folder }, (line) => line)

  test('names the addresses, and every account with its password', () => {
    const shown = text('/data')
    for (const url of Object.values(urls)) assert.ok(shown.includes(url))
    for (const { id, password } of ACCOUNTS) {
      assert.match(shown, new RegExp(`^ +${id} +${password} `, 'm'))
    }
  })

  test('names the dashboard, and the key that opens it', () => {
    assert.match(text('/data'), /^Dashboard at http:\/\/consent:4\/dashboard, key the key$/m)
  })

  test("tells what an app of one's own needs", () => {
    const settings = 'ISSUER=http://id:1 CLIENT_ID=my-app CLIENT_SECRET=my-app-secret'
    assert.ok(text('/data').includes(settings))
  })

  test('tells what a guard needs', () => {
    const settings = 'AGS_CLIENT_ISSUER=http://id:1 AGS_CLIENT_ID=my-app \\\n  AGS_CLIENT_SECRET='
    assert.ok(text('/data').includes(settings), text('/data'))
  })

  test('names the folder as it is seen from here', () => {
    assert.match(text(join(process.cwd(), '.hallpass-demo')), / in \.hallpass-demo;/)
    assert.match(text('/elsewhere/data'), / in \/elsewhere\/data;/)
  })
})
