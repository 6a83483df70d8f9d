/** Before anything is measured: the server takes good tokens, and no other. */
import assert from 'node:assert/strict'
import type { RunningServer } from '../guard/server.ts'
import { type Target, titleOf } from './targets.ts'

/** @throws when a good token is refused, or a stranger or a changed token is let in */
export async function check(
  target: Target,
  server: RunningServer,
  headers: readonly string[],
): Promise<void> {
  const name = titleOf(target)
  for (const header of [headers.at(0), headers.at(-1)]) {
    // Twice: what was remembered must be right, too.
    for (const time of ['first', 'again']) {
      const answer = await me(server, header)
      assert.deepEqual(answer, [200, '{"sub":"user-1"}'], `${name}: ${time}`)
    }
    if (target.check === 'none') continue
    for (const [what, bad] of bads(header ?? '')) {
      const [status] = await me(server, bad)
      assert.equal(status, 401, `${name} lets in with ${what}`)
    }
  }
}

function bads(header: string): readonly (readonly [string, string | undefined])[] {
  const [head = '', payload = '', signature = ''] = header.split('.')
  const changed = `${signature[20] === 'A' ? 'B' : 'A'}`
  const other = Buffer.from('{"sub":"admin","exp":9999999999}').toString('base64url')
  return [
    ['no token', undefined],
    [
      'a changed signature',
      `${head}.${payload}.${signature.slice(0, 20)}${changed}${signature.slice(21)}`,
    ],
    ['other claims', `${head}.${other}.${signature}`],
  ]
}

async function me(
  server: RunningServer,
  authorization: string | undefined,
): Promise<[number, string]> {
  const answer = await fetch(`${server.baseUrl}/me`, {
    headers: { accept: 'application/json', ...(authorization !== undefined && { authorization }) },
  })
  return [answer.status, await answer.text()]
}
