import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ACCESS_TOKEN_TTL, type World } from './world.ts'

export function refreshTests(world: World): void {
  test('an access token that ran out is refreshed once, and every request sees its successor', async () => {
    const spent = world.early
    const sleepFor = world.earlySince + ACCESS_TOKEN_TTL * 1000 + 500 - Date.now()
    await sleep(Math.max(0, sleepFor))
    const { hallpass: before } = spent.jar.at(`${world.plain}/`)
    const ask = () => spent.send(`${world.plain}/token`)
    const answers = await Promise.all([ask(), ask(), ask(), ask()])
    const tokens = new Set(answers.map((answer) => answer.json().token))
    assert.equal(tokens.size, 1, [...tokens].join())
    assert.equal(typeof [...tokens][0], 'string')
    assert.notEqual(spent.jar.at(`${world.plain}/`).hallpass, before, 'a new cookie')
    const later = await ask()
    assert.equal(later.json().token, [...tokens][0])
    assert.deepEqual(later.cookies, [])
  })

  test('POST /auth/refresh is for a script of the same origin', async () => {
    const address = `${world.plain}/auth/refresh`
    const options = { method: 'POST', mode: 'cors', from: world.plain } as const
    const answer = await world.early.send(address, options)
    assert.equal(answer.status, 200)
    assert.equal(answer.json().signedIn, true)
    const foreign = await world.early.send(address, { ...options, from: 'https://evil.example' })
    assert.equal(foreign.status, 403)
  })
}
