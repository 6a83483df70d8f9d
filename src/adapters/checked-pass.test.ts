import assert from 'node:assert/strict'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { checkPass } from './checked-pass.ts'

test('checkPass takes what has a handle function, and refuses all else', () => {
  checkPass({ handle: () => {} })
  const requests = [new IncomingMessage(new Socket()), new Request('http://localhost')]
  for (const wrong of [undefined, null, {}, 'pass', () => {}, { handle: true }, ...requests]) {
    const error = refusal(() => checkPass(wrong))
    assert.equal(error.code, 'invalid_config')
    assert.match(error.message, /^mount needs what createHallpass returned/)
  }
})
