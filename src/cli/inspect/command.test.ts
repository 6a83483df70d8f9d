import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { FlaskSession } from '../../sealing.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const SECRET = 'the secret of these tests, long enough'
const TOKEN = new FlaskSession(SECRET).dumps({ _user_id: '7' })

function hallpass(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'inspect', ...args], {
    encoding: 'utf8',
    env: { ...process.env, APP_SECRET: SECRET, OTHER: 'another' },
    input,
  })
  return { status, stdout, stderr }
}

describe('hallpass inspect', () => {
  test('--help explains it; without a value it is a wrong command line', () => {
    const { status, stdout } = hallpass(['--help'])
    assert.equal(status, 0)
    assert.match(stdout, /^Usage: hallpass inspect VALUE/)
    assert.deepEqual(hallpass([]), {
      status: 2,
      stdout: '',
      stderr: 'hallpass: which value?\nRun "hallpass inspect --help" to see what there is.\n',
    })
  })

  test('status 0: it is known, and a secret that was given fits', () => {
    const known = hallpass([`session=${TOKEN}`])
    assert.deepEqual([known.status, known.stderr], [0, ''])
    assert.match(known.stdout, /^Cookie {4}session\nIt is {5}Flask's session/)
    assert.match(known.stdout, /Inside, NOT VERIFIED/)
    const fits = hallpass([TOKEN, '--secret-env', 'OTHER', '--secret-env', 'APP_SECRET'])
    assert.deepEqual([fits.status, fits.stderr], [0, ''])
    assert.match(fits.stdout, /OTHER does not fit: .*\nSecret {4}APP_SECRET FITS: .*\n\nInside:/)
    assert.ok(!fits.stdout.includes(SECRET))
  })

  test('status 1: none fits, or nothing knows it', () => {
    const { status, stdout } = hallpass([TOKEN, '--secret-env', 'OTHER'])
    assert.equal(status, 1)
    assert.match(stdout, /NOT VERIFIED/)
    assert.equal(hallpass(['what is this']).status, 1)
    assert.match(hallpass(['--', '-what']).stdout, /nothing that hallpass knows/)
  })

  test('--env-file prints the names of its secrets, never the secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallpass-inspect-'))
    const file = join(folder, '.env')
    writeFileSync(file, `SECRET_KEY=another one, and new\nSECRET_KEY_OLD='${SECRET}'\n`)
    const { status, stdout, stderr } = hallpass([TOKEN, '--env-file', file])
    rmSync(folder, { recursive: true })
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /SECRET_KEY does not fit: .*\nSecret {4}SECRET_KEY_OLD FITS/)
    assert.ok(!stdout.includes(SECRET) && !stdout.includes('another one'))
  })

  test('- reads it from standard input, however long that is', () => {
    assert.equal(
      hallpass(['-', '--secret-env', 'APP_SECRET'], `Set-Cookie: session=${TOKEN}; Path=/\n`)
        .status,
      0,
    )
    const { status, stdout } = hallpass(['-'], 'x'.repeat(10_000_000))
    assert.equal(status, 1)
    assert.match(stdout, /longer than 1048576 characters/)
  })

  test('--json; a line of several cookies gives a list', () => {
    const { status, stdout } = hallpass([
      TOKEN,
      '--json',
      '--max-age',
      '60',
      '--secret-env',
      'APP_SECRET',
    ])
    assert.equal(status, 0)
    const { kind, verified, age, contents } = JSON.parse(stdout)
    assert.deepEqual(
      { kind, verified, contents },
      { kind: 'flask-session', verified: true, contents: { _user_id: '7' } },
    )
    assert.equal(age.refused, false)
    const line = hallpass([`Cookie: theme=dark; session=${TOKEN}`, '--json'])
    assert.equal(line.status, 0)
    const list: readonly { readonly name: string; readonly kind: string }[] = JSON.parse(
      line.stdout,
    )
    assert.deepEqual(
      list.map((one) => [one.name, one.kind]),
      [
        ['theme', null],
        ['session', 'flask-session'],
      ],
    )
  })
})
