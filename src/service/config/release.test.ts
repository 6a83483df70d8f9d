import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { release } from './release.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-release-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.example', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()
const version = (text: string) => writeFileSync(join(folder, 'version.txt'), text)

describe('release', () => {
  test('is the first line of version.txt', () => {
    version('\n v1.2.3 \nbuilt on Monday\n')
    assert.equal(release({ folder, env: { SENTRY_RELEASE: 'other' } }), 'v1.2.3')
  })

  test('else a variable, the first that has one', () => {
    const env = { SENTRY_RELEASE: ' ', SOURCE_VERSION: 'abc', GITHUB_SHA: 'def' }
    assert.equal(release({ folder, env }), 'abc')
  })

  test('else the commit of the checkout', () => {
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '--message', 'one')
    assert.equal(release({ folder, env: {} }), git('rev-parse', 'HEAD'))
  })

  test('else unknown: no checkout, no commit, no folder', () => {
    assert.equal(release({ folder, env: {} }), '__UNKNOWN__')
    git('init', '--quiet')
    assert.equal(release({ folder, env: {} }), '__UNKNOWN__')
    assert.equal(release({ folder: join(folder, 'none'), env: {} }), '__UNKNOWN__')
  })

  test('what is no release is passed over', () => {
    for (const text of ['', ' \n', 'a\u0000b', 'é', 'x'.repeat(201)]) {
      version(text)
      assert.equal(release({ folder, env: { GIT_COMMIT: text } }), '__UNKNOWN__')
    }
  })

  test('looks in the working directory and process.env by itself', () => {
    assert.match(release(), /./)
  })
})
