import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { refusal } from '../../tests/refusal.ts'
import { secretList } from './secrets.ts'

const LONG = 'a secret of enough bytes'

describe('secretList', () => {
  test('one secret or several, text or bytes, newest first', () => {
    assert.deepEqual(secretList(LONG), [Buffer.from(LONG)])
    const bytes = new Uint8Array(16).fill(7)
    assert.deepEqual(secretList([LONG, bytes]), [Buffer.from(LONG), Buffer.from(bytes)])
    assert.deepEqual(secretList('clé-secrète-🔑-long'), [Buffer.from('clé-secrète-🔑-long')])
  })

  test('bytes that change later change nothing', () => {
    const bytes = new Uint8Array(16).fill(7)
    const [kept] = secretList(bytes)
    bytes.fill(0)
    assert.deepEqual(kept, Buffer.alloc(16, 7))
  })

  test('every one that is empty or missing is told, and none that is there', () => {
    const error = refusal(() => secretList([LONG, '', null as never, new Uint8Array(0)], 'keys'))
    assert.equal(error.code, 'invalid_config')
    assert.deepEqual(
      error.issues?.map(({ path }) => path),
      ['keys[1]', 'keys[2]', 'keys[3]'],
    )
    assert.match(error.message, /keys\[1\] is empty.*\n.*environment variable/)
    assert.ok(!inspect(error).includes(LONG))
    for (const none of ['', undefined, null, [], 7, {}]) {
      assert.equal(refusal(() => secretList(none as never)).code, 'invalid_config')
    }
  })

  test('what an older variable no longer holds is left out; the newest must be there', () => {
    assert.deepEqual(secretList([LONG, undefined]), [Buffer.from(LONG)])
    const { message, issues } = refusal(() => secretList([undefined, LONG]))
    assert.match(message, /^secrets\[0\] is empty; is an environment variable not set\?/)
    assert.deepEqual(
      issues?.map(({ path }) => path),
      ['secrets[0]'],
    )
  })

  test('a short one is warned of, once for each place, without being shown', () => {
    const module = new URL('./secrets.ts', import.meta.url).href
    const kinds = new URL('../signing.ts', import.meta.url).href
    const sealing = new URL('../sealing.ts', import.meta.url).href
    const script = `import { secretList } from '${module}'
      import { CookieManager, Signer, TimedSerializer } from '${kinds}'
      import { FlaskSession, fernetKeyFromSecret } from '${sealing}'
      for (let i = 0; i < 2; i++) {
        secretList('tiny'); secretList('${LONG}'); new Signer(['${LONG}', 'wee'])
        new TimedSerializer('tiny'); new FlaskSession('wee'); fernetKeyFromSecret('tiny')
        new CookieManager({ keys: { billing: 'tiny', reports: ['${LONG}', 'wee'] } })
      }`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
    assert.equal(status, 0)
    const told = [...stderr.matchAll(/HallpassWarning: (.*?): a secret of (\d) bytes/g)]
    assert.deepEqual(
      told.map(([, place, bytes]) => `${place}: ${bytes}`),
      [
        'secrets: 4',
        'Signer, secrets[1]: 3',
        'TimedSerializer: 4',
        'FlaskSession: 3',
        'fernetKeyFromSecret: 4',
        'CookieManager, keys.billing: 4',
        'CookieManager, keys.reports[1]: 3',
      ],
    )
    assert.doesNotMatch(stderr, /tiny|wee/)
  })

  test('where there is no process, the console has the warning', () => {
    const module = new URL('./secrets.ts', import.meta.url).href
    const script = `import { secretList } from '${module}'
      globalThis.process = undefined; secretList('tiny')`
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
    assert.match(stderr, /\[hallpass\] secrets: a secret of 4 bytes/)
  })
})
