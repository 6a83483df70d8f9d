import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Browser } from '../../../tests/support/browser.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

describe('hallpass demo', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-command-'))
  })
  after(() => rm(folder, { recursive: true }))

  function start(...args: string[]) {
    const child = spawn(process.execPath, [MAIN, 'demo', '--data', folder, ...args])
    return { child, errors: text(child.stderr), greeting: greetingOf(child) }
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`says where everything is, answers, and stops with status 0 on ${signal}`, async () => {
      const { child, errors, greeting } = start('--port', '0')
      const exit = once(child, 'exit')
      const printed = await greeting
      const [shop = ''] = /http:\/\/shop\.localhost:\d+/.exec(printed) ?? []
      assert.equal((await new Browser().visit(shop)).status, 200)
      assert.match(printed, new RegExp(`data are in .*${folder}`))
      child.kill(signal)
      assert.deepEqual(await exit, [0, null])
      assert.equal(await errors, '')
      const kept = ['.gitignore', 'consent-keys.json', 'consent.db', 'secrets.json']
      assert.deepEqual((await readdir(folder)).sort(), kept)
    })
  }

  test('stops with status 0 and without a word when its folder was deleted', async () => {
    const { child, errors, greeting } = start('--port', '0')
    const exit = once(child, 'exit')
    const [news = ''] = /http:\/\/news\.localhost:\d+/.exec(await greeting) ?? []
    await rm(folder, { recursive: true })
    // The provider keeps the sign-in that starts here, or would.
    assert.equal((await new Browser().visit(`${news}/reading-list`)).status, 200)
    child.kill('SIGINT')
    assert.deepEqual(await exit, [0, null])
    assert.equal(await errors, '')
    await assert.rejects(readdir(folder), { code: 'ENOENT' })
    await mkdir(folder)
  })

  test('leaves the folder to a demo that runs on it, and says where its own data are', async () => {
    const first = start('--port', '0')
    await first.greeting
    const second = start('--port', '0')
    const printed = await second.greeting
    for (const { child } of [first, second]) {
      const exit = once(child, 'exit')
      child.kill('SIGINT')
      assert.deepEqual(await exit, [0, null])
    }
    await rm(`${folder}-2`, { recursive: true })
    assert.ok(
      printed.includes(`Another demo runs on ${folder}: this one keeps its data in ${folder}-2.`),
    )
  })

  test('says in one sentence that --data is no folder', async () => {
    const { child, errors } = start('--data', MAIN)
    assert.deepEqual(await once(child, 'exit'), [1, null])
    assert.equal(
      await errors,
      `hallpass: ${MAIN} is not a folder. Use --data with the name of a folder.\n`,
    )
  })

  test('says which port is taken, and takes another', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    assert.ok(typeof address === 'object' && address !== null)
    const { child, greeting } = start('--port', String(address.port))
    const exit = once(child, 'exit')
    const printed = await greeting
    child.kill('SIGINT')
    await exit
    other.close()
    const [, port] = /Port (\d+) is taken: the provider is at \d+\./.exec(printed) ?? []
    assert.equal(port, String(address.port))
  })
})

/** What it prints until it is ready. */
async function greetingOf(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += chunk
    if (printed.includes('Stop with Ctrl-C')) break
  }
  return printed
}
