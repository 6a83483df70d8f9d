/** Runs the command lines of a block that call the program `hallpass`, as a shell would. */
import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { command } from '../../scripts/test/command.ts'
import { ENVIRONMENT } from './environment.ts'

/** A command line that calls `hallpass` with options, perhaps behind an `echo`. */
export const PROGRAM_LINE: RegExp = /^(?:echo "\$\w+" \| )?npx hallpass (?:inspect |keys |--).*$/

/** The cookie that pages look into: `{"_user_id": "7", "_fresh": true}` under `SECRET_KEY`. */
const COOKIE = 'session=eyJfdXNlcl9pZCI6IjciLCJfZnJlc2giOnRydWV9.aE7hgA.fRpaRDLCqSSbrG8WkMh7JI6lWiY'

/**
 * What the lines print, one after another in a folder of their own, with what differs from day to
 * day replaced. A file that is rotated has a secret before.
 *
 * @throws AssertionError when one fails
 */
export async function runProgram(lines: readonly string[]): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'hallpass-program-'))
  try {
    let printed = ''
    for (const line of lines) {
      if (line.includes('keys rotate')) await haveSecret(join(cwd, '.env'), line)
      const script = `npx() { shift; "$NODE" "$PROGRAM" "$@"; }\n${line}`
      const env = { ...ENVIRONMENT, NODE: process.execPath, PROGRAM: resolve('dist/cli/main.js') }
      const { ok, output } = await command('sh', ['-c', script], {
        cwd,
        env: { ...env, COOKIE },
      })
      assert.ok(ok, `${line}\n${output}`)
      printed += output
    }
    return printed
      .replace(/\(\d+ \w+ ago\)/g, '(N days ago)')
      .replace(/\d+ seconds old/g, 'N seconds old')
  } finally {
    await rm(cwd, { recursive: true })
  }
}

async function haveSecret(file: string, line: string): Promise<void> {
  const name = /--name (\w+)/.exec(line)?.[1] ?? 'HALLPASS_SECRET'
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.includes(`${name}=`)) return
  await appendFile(file, `${name}=${ENVIRONMENT[name]}\n`, { mode: 0o600 })
}
