import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'hallpass-keys-'))
after(() => rmSync(root, { recursive: true, force: true }))

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(root, 'k'))
})
const hallpass = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'keys', ...args], {
    encoding: 'utf8',
    cwd,
  })
  return { status, stdout, stderr }
}
const env = () => ({ ...parseEnv(readFileSync(join(cwd, '.env'), 'utf8')) })

describe('hallpass keys', () => {
  test('--help explains new and rotate; without a word it is a wrong command line', () => {
    const { status, stdout } = hallpass('--help')
    assert.equal(status, 0)
    assert.match(stdout, /^Usage: hallpass keys new .*hallpass keys rotate/s)
    assert.deepEqual(hallpass(), {
      status: 2,
      stdout: '',
      stderr:
        'hallpass: keys needs a word: new or rotate\nRun "hallpass keys --help" to see what there is.\n',
    })
  })

  test('new prints a line for an env file', () => {
    const { status, stdout, stderr } = hallpass('new')
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /^HALLPASS_SECRET=[\w-]{43}\n$/)
    assert.match(hallpass('new', '--fernet').stdout, /^FERNET_KEY=[\w-]{43}=\n$/)
    assert.match(hallpass('new', '--name', 'A').stdout, /^A=/)
  })

  test('new --file writes it, prints none, and replaces none', () => {
    const { status, stdout, stderr } = hallpass('new', '--file', '.env')
    assert.deepEqual([status, stderr], [0, ''])
    assert.equal(stdout, '.env: HALLPASS_SECRET has a new secret.\n')
    assert.equal(statSync(join(cwd, '.env')).mode & 0o777, 0o600)
    const before = env()
    assert.match(before.HALLPASS_SECRET ?? '', /^[\w-]{43}$/)
    const again = hallpass('new', '--file', '.env')
    assert.equal(again.status, 1)
    assert.match(again.stderr, /^hallpass: HALLPASS_SECRET has a value already \(line 1\)/)
    assert.deepEqual(env(), before)
  })

  test('prepare, rotate, and rotate once more', () => {
    hallpass('new', '--file', '.env')
    const { HALLPASS_SECRET: first = '' } = env()
    assert.equal(hallpass('rotate', '--prepare').status, 0)
    const { HALLPASS_SECRET_NEXT: second = '' } = env()
    const { status, stdout, stderr } = hallpass('rotate')
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /^\.env: HALLPASS_SECRET has the secret that was in HALLPASS_SECRET_NEXT/)
    assert.deepEqual(env(), { HALLPASS_SECRET: second, HALLPASS_SECRET_OLD: first })
    assert.equal(hallpass('rotate').status, 1)
    const dropped = hallpass('rotate', '--drop-old')
    assert.equal(dropped.status, 0)
    const { HALLPASS_SECRET: third = '', ...rest } = env()
    assert.deepEqual(rest, { HALLPASS_SECRET_OLD: second })
    for (const secret of [first, second, third]) assert.ok(!dropped.stdout.includes(secret))
  })

  test('--leaked leaves one fresh secret', () => {
    const lines = 'HALLPASS_SECRET=first\nHALLPASS_SECRET_OLD=old\nHALLPASS_SECRET_NEXT=next\n'
    writeFileSync(join(cwd, '.env'), lines, { mode: 0o600 })
    const { status, stdout, stderr } = hallpass('rotate', '--leaked')
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /Everybody is signed out/)
    const { HALLPASS_SECRET: fresh = '', ...rest } = env()
    assert.match(fresh, /^[\w-]{43}$/)
    assert.deepEqual(rest, {})
    assert.ok(!stdout.includes(fresh))
  })

  test('tells of a file that others may read, and leaves its mode', () => {
    writeFileSync(join(cwd, '.env'), 'HALLPASS_SECRET=x\n')
    chmodSync(join(cwd, '.env'), 0o644)
    const { status, stderr } = hallpass('rotate')
    assert.equal(status, 0)
    assert.match(stderr, /other users may read \.env \(mode 644\).*chmod 600 \.env\n$/)
    assert.equal(statSync(join(cwd, '.env')).mode & 0o777, 0o644)
  })

  test('says that there is no file', () => {
    assert.deepEqual(hallpass('rotate', '--file', 'none.env'), {
      status: 1,
      stdout: '',
      stderr:
        'hallpass: There is no file none.env. --file names another; this makes it: ' +
        'npx hallpass keys new --name HALLPASS_SECRET --file none.env\n',
    })
  })
})

describe('rotations at once', () => {
  const start = () => spawn(process.execPath, [MAIN, 'keys', 'rotate'], { cwd, stdio: 'ignore' })
  const ended = async (child: ChildProcess) => (await once(child, 'exit'))[0]

  test('one of them rotates, the others are refused: the first secret is not lost', async () => {
    writeFileSync(join(cwd, '.env'), 'HALLPASS_SECRET=the-first\n')
    const statuses = await Promise.all(Array.from({ length: 4 }, () => ended(start())))
    assert.deepEqual(statuses.sort(), [0, 1, 1, 1])
    assert.equal(env().HALLPASS_SECRET_OLD, 'the-first')
  })

  test('one that is killed leaves the file whole', async () => {
    const padding = `# ${'x'.repeat(3_000_000)}\n`
    const before = `${padding}HALLPASS_SECRET=the-first\n`
    let killed = 0
    for (let round = 0; round < 8; round++) {
      writeFileSync(join(cwd, '.env'), before)
      rmSync(join(cwd, '.env.hallpass-new'), { force: true })
      const child = start()
      const exit = ended(child)
      // Node itself needs some 60 ms and more to begin.
      await sleep(40 + round * 12)
      child.kill('SIGKILL')
      if ((await exit) === null) killed += 1
      const text = readFileSync(join(cwd, '.env'), 'utf8')
      assert.ok(text.startsWith(padding))
      const rotated = /^HALLPASS_SECRET=[\w-]{43}\nHALLPASS_SECRET_OLD=the-first\n$/
      const rest = text.slice(padding.length)
      assert.ok(rest === 'HALLPASS_SECRET=the-first\n' || rotated.test(rest))
    }
    assert.ok(killed > 0)
  })
})
